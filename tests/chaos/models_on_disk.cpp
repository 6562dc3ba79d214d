#include "models_on_disk.h"

#include "ware.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QtEndian>

#include <sys/stat.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

QList<Claim> claimsOf(const QString &part)
{
    constexpr qsizetype recordBytes = 24; // begin, end, and 8 bytes of the SHA-256 of both
    QFile journal(part + u"/journal"_s);
    if (!journal.open(QIODevice::ReadOnly))
        return {};
    const QByteArray bytes = journal.readAll();
    QList<Claim> records;
    for (qsizetype at = 0; at + recordBytes <= bytes.size(); at += recordBytes) {
        const QByteArray range = bytes.mid(at, 16);
        if (QCryptographicHash::hash(range, QCryptographicHash::Sha256).left(8) != bytes.mid(at + 16, 8))
            break;
        records += {part + u"/data"_s, qFromLittleEndian<qint64>(range.constData()),
                    qFromLittleEndian<qint64>(range.constData() + 8)};
    }
    std::sort(records.begin(), records.end(), [](const Claim &a, const Claim &b) { return a.begin < b.begin; });
    QList<Claim> merged;
    for (const Claim &record : std::as_const(records)) {
        if (!merged.isEmpty() && record.begin <= merged.last().end)
            merged.last().end = std::max(merged.last().end, record.end);
        else
            merged += record;
    }
    return merged;
}

} // namespace

ModelsOnDisk::ModelsOnDisk(QString path)
    : m_path(std::move(path))
{
}

QStringList ModelsOnDisk::files() const
{
    QStringList files;
    QDirIterator all(m_path, QDir::Files, QDirIterator::Subdirectories); // no hidden ones: .shimmyd
    while (all.hasNext())
        files += QDir(m_path).relativeFilePath(all.next());
    files.sort();
    return files;
}

QStringList ModelsOnDisk::own(const QString &directory) const
{
    return QDir(m_path + u"/.shimmyd/"_s + directory)
        .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

QList<Claim> ModelsOnDisk::claims() const
{
    QList<Claim> claims;
    for (const QString &part : own(u"parts"_s))
        claims += claimsOf(m_path + u"/.shimmyd/parts/"_s + part);
    return claims;
}

QByteArray ModelsOnDisk::sha256Of(const QString &relative)
{
    struct stat status { };
    if (::stat(QFile::encodeName(pathOf(relative)).constData(), &status) != 0)
        return {};
    const QString version =
        u"%1 %2 %3 %4"_s.arg(status.st_ino).arg(status.st_size).arg(status.st_mtim.tv_sec).arg(status.st_mtim.tv_nsec);
    QByteArray &hash = m_hashes[version];
    if (hash.isEmpty())
        hash = sha256At(pathOf(relative));
    return hash;
}

qint64 totalBytes(const QList<Claim> &claims)
{
    qint64 bytes = 0;
    for (const Claim &claim : claims)
        bytes += claim.end - claim.begin;
    return bytes;
}
