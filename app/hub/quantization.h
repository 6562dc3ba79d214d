#pragma once

#include <QString>

#include <optional>

/// The quantization a GGUF file's name tells, as in "phi-2.Q4_K_M.gguf". Always upper case.
class Quantization {
public:
    /// The last tag in \a fileName; nothing when it has none.
    static std::optional<Quantization> ofFileName(QStringView fileName);
    /// A tag as a user types it, any case; nothing when it is none.
    static std::optional<Quantization> parse(QStringView tag);
    /// \a stem without its tag and the separator before it; \a stem itself when it has none.
    static QString strippedFrom(const QString &stem);

    const QString &toString() const { return m_tag; }
    /// Average bits a weight takes; nothing for tags that are not in the table.
    std::optional<double> bitsPerWeight() const;
    /// The order of preference, smaller is better: Q4_K_M first, full precision last.
    int preference() const;
    friend bool operator==(const Quantization &, const Quantization &) = default;

private:
    explicit Quantization(QString tag)
        : m_tag(std::move(tag))
    {
    }
    QString m_tag;
};
