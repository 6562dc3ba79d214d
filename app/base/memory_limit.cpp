#include "base/memory_limit.h"

#include <QFile>
#include <QRegularExpression>

#include <limits>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 unlimited = std::numeric_limits<qint64>::max();

QByteArray firstLine(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readLine(256).trimmed() : QByteArray();
}

qint64 limitIn(const QString &path)
{
    bool ok = false;
    const qint64 bytes = firstLine(path).toLongLong(&ok);
    return ok && bytes > 0 ? bytes : unlimited;
}

qint64 physicalMemory(const QString &root)
{
    static const QRegularExpression total(u"^MemTotal:\\s+(\\d+) kB"_s);
    const auto match = total.match(QString::fromLatin1(firstLine(root + u"proc/meminfo"_s)));
    return match.hasMatch() ? match.captured(1).toLongLong() * 1024 : unlimited;
}

} // namespace

qint64 memoryLimitBytes(const QString &root)
{
    return std::min({limitIn(root + u"sys/fs/cgroup/memory.max"_s),
                     limitIn(root + u"sys/fs/cgroup/memory/memory.limit_in_bytes"_s), physicalMemory(root)});
}
