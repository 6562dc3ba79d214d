#include "store/disk_budget.h"

#include "base/byte_count.h"
#include "store/durable_file.h"
#include "store/model_store.h"

#include <QDirIterator>
#include <QFile>

#include <sys/stat.h>

#include <algorithm>

using namespace Qt::StringLiterals;

qint64 DiskBudget::partBytes(const QString &parts)
{
    constexpr qint64 blockBytes = 512; // whatever the file system's are
    qint64 bytes = 0;
    for (QDirIterator each(parts, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); each.hasNext();) {
        struct stat status { };
        if (::lstat(QFile::encodeName(each.next()).constData(), &status) == 0)
            bytes += status.st_blocks * blockBytes;
    }
    return bytes;
}

DiskBudget::DiskBudget(const ModelStore &store, qint64 quotaBytes)
    : m_store(store)
    , m_quotaBytes(quotaBytes)
{
}

std::optional<qint64> DiskBudget::quotaLeftBytes() const
{
    if (m_quotaBytes == 0)
        return std::nullopt;
    return m_quotaBytes - modelBytes() - partBytes(m_store.layout().parts());
}

qint64 DiskBudget::modelBytes() const
{
    qint64 bytes = 0;
    for (const auto *list : {&m_store.models(), &m_store.withdrawn()}) {
        for (const Model &model : *list)
            bytes += model.manifest.bytes;
    }
    return bytes;
}

Result<qint64> DiskBudget::availableBytes() const
{
    const auto free = freeBytes(m_store.layout().own());
    if (!free)
        return free;
    return std::min(*free, quotaLeftBytes().value_or(*free));
}

QString DiskBudget::describe(qint64 availableBytes) const
{
    const QString left = formatByteCount(std::max<qint64>(0, availableBytes));
    const auto quotaLeft = quotaLeftBytes();
    const auto free = freeBytes(m_store.layout().own());
    if (quotaLeft && free && *quotaLeft < *free)
        return u"%1 are left of the quota of %2"_s.arg(left, formatByteCount(m_quotaBytes));
    return u"%1 are free in %2"_s.arg(left, m_store.layout().models());
}
