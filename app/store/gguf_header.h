#pragma once

#include "base/result.h"

#include <QString>

#include <optional>

class GgufSource;

/// What a GGUF file's header tells about the model. Read with limits, because the file came from anybody.
struct GgufHeader {
    QString architecture; ///< "llama"; empty for the legacy formats
    QString name;
    QString sizeLabel; ///< "7B"
    qint64 contextLength = 0; ///< 0: not told
    qint64 blockCount = 0;
    qint64 parameterCount = 0; ///< weights of all tensors together
    bool hasChatTemplate = false;
    qint64 cacheBytesPerToken = 0; ///< of the context, with keys and values of 16 bits; 0: not told
};

/// Reads the header of \a path and checks that the file is as long as its tensors need, so that a truncated file is
/// found. Files of the legacy formats (GGML, GGMF, GGJT) pass with an empty header. Blocks; any thread.
/// Error: NotGguf, whose message starts with the original service's words and whose hint says what is wrong, or
/// DiskFailed.
Result<GgufHeader> readGgufHeader(const QString &path);

/// The same for an open file of \a bytes bytes.
Result<GgufHeader> readGgufHeader(int descriptor, qint64 bytes);

/// The same for a file of which only the start may be known. Nothing: the header goes on behind what is available
/// from \a source. It never does once that is 256 MB.
Result<std::optional<GgufHeader>> readGgufHeader(GgufSource &source);
