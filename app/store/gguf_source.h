#pragma once

#include <QByteArray>

#include <algorithm>

/// Where the bytes of a GGUF file come from: a file, or as much of a remote one as has been fetched.
class GgufSource {
public:
    GgufSource() = default;
    virtual ~GgufSource() = default;
    /// Bytes of the whole file.
    virtual qint64 bytes() const = 0;
    /// How many of them, from the start, can be read by now: 0 to bytes().
    virtual qint64 available() const = 0;
    /// Copies \a count bytes from \a offset, all within available(), to \a to. False: the disk does not give them.
    virtual bool read(qint64 offset, char *to, qint64 count) = 0;

private:
    Q_DISABLE_COPY_MOVE(GgufSource)
};

/// An open file of \a bytes bytes. The caller keeps the descriptor open.
class GgufFileSource final : public GgufSource {
public:
    GgufFileSource(int descriptor, qint64 bytes);
    qint64 bytes() const override { return m_bytes; }
    qint64 available() const override { return m_bytes; }
    bool read(qint64 offset, char *to, qint64 count) override;

private:
    int m_descriptor;
    qint64 m_bytes;
};

/// The first bytes of a file of \a fileBytes bytes.
class GgufPrefixSource final : public GgufSource {
public:
    GgufPrefixSource(const QByteArray &prefix, qint64 fileBytes);
    qint64 bytes() const override { return m_fileBytes; }
    qint64 available() const override { return std::min<qint64>(m_prefix.size(), m_fileBytes); }
    bool read(qint64 offset, char *to, qint64 count) override;

private:
    QByteArray m_prefix;
    qint64 m_fileBytes;
};
