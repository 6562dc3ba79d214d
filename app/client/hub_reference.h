#pragma once

#include <QString>

#include <optional>

/// What a person has typed or pasted when it names one repo and is not words to look for. Only its shape is judged
/// here: whether there is such a thing is the server's to say.
struct HubReference {
    QString model; ///< for listFilesCall(): "owner/name", or the URL as it came, since only the server knows its Hub
    QString repo; ///< "owner/name"
    QString quantization = {}; ///< after ':', as typed; empty: none
    QString filename = {}; ///< of a URL of a file; empty: none
    QString revision = {}; ///< of a URL; empty: none

    bool isUrl() const { return model != repo; }

    /// Takes "owner/name", "owner/name:QUANT", both behind "hf.co/" or "huggingface.co/", and http(s) URLs of a repo or
    /// of a file. Nothing: words.
    static std::optional<HubReference> parse(const QString &text);
};
