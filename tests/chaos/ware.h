#pragma once

#include <QByteArray>
#include <QString>

class FakeHub;

/// A file that the Hub has and a run pulls: a complete GGUF whose bytes are all different, so that what stands in a
/// wrong place, or was never written, is seen.
class Ware {
public:
    /// Makes \a bytes (a multiple of 32, at least 1 MiB) by \a seed at \a localPath.
    Ware(QString repo, QString file, qint64 bytes, quint32 seed, QString localPath);

    /// Puts it on the main branch of \a hub.
    void offer(FakeHub &hub) const;

    const QString &repo() const { return m_repo; }
    const QString &file() const { return m_file; }
    qint64 bytes() const { return m_bytes; }
    /// In hexadecimal.
    const QByteArray &sha256() const { return m_sha256; }
    /// Whether the file at \a path has the ware's bytes from \a begin to \a end.
    bool isIn(const QString &path, qint64 begin, qint64 end) const;

private:
    QString m_repo;
    QString m_file;
    qint64 m_bytes;
    QString m_localPath;
    QByteArray m_sha256;
};

/// In hexadecimal; empty when it cannot be read.
QByteArray sha256At(const QString &path);
