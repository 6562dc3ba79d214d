#pragma once

#include <QHash>
#include <QList>
#include <QString>

/// Bytes of a part file that its journal says are durable.
struct Claim {
    QString dataPath;
    qint64 begin = 0;
    qint64 end = 0;
};

/// What a models directory holds, seen from outside: by its files alone, with none of the product's code.
class ModelsOnDisk {
public:
    explicit ModelsOnDisk(QString path);

    const QString &path() const { return m_path; }
    QString pathOf(const QString &relative) const { return m_path + u'/' + relative; }
    /// All files that are not shimmyd's own, relative, in their order.
    QStringList files() const;
    /// What stands in a directory of shimmyd's own: "parts", "jobs", "trash".
    QStringList own(const QString &directory) const;
    /// What the journals of all parts claim.
    QList<Claim> claims() const;
    /// The SHA-256 of the file at \a relative in hexadecimal; empty when it is not there. Remembers it for a file that
    /// has not changed.
    QByteArray sha256Of(const QString &relative);
    /// Forgets the hashes: after a power cut a file may hold something else and look the same.
    void forgetHashes() { m_hashes.clear(); }

private:
    QString m_path;
    QHash<QString, QByteArray> m_hashes; ///< by inode, size and times
};

/// Bytes of all of \a claims together.
qint64 totalBytes(const QList<Claim> &claims);
