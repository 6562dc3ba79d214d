#pragma once

#include "base/result.h"

#include <QString>

/// What a GGUF file's header tells about the model. Read with limits, because the file came from anybody.
struct GgufHeader {
    QString architecture; ///< "llama"; empty for the legacy formats
    QString name;
    QString sizeLabel; ///< "7B"
    qint64 contextLength = 0; ///< 0: not told
    qint64 blockCount = 0;
    qint64 parameterCount = 0; ///< weights of all tensors together
    bool hasChatTemplate = false;
};

/// Reads the header of \a path and checks that the file is as long as its tensors need, so that a truncated file is
/// found. Files of the legacy formats (GGML, GGMF, GGJT) pass with an empty header. Blocks; any thread.
/// Error: NotGguf, whose message starts with the original service's words, or DiskFailed.
Result<GgufHeader> readGgufHeader(const QString &path);

/// The same for an open file of \a bytes bytes.
Result<GgufHeader> readGgufHeader(int descriptor, qint64 bytes);
