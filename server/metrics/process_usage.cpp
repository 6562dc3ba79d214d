#include "metrics/process_usage.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QList>

#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

double bootTime()
{
    for (const QByteArray &line : contentOf(u"/proc/stat"_s).split('\n')) {
        if (line.startsWith("btime "))
            return line.mid(6).toDouble();
    }
    return 0;
}

} // namespace

ProcessUsage ownUsage()
{
    static const double booted = bootTime();
    const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    ProcessUsage usage;
    // proc(5): the fields after the name, which ends with the last parenthesis; the first of them is the third.
    const QByteArray stat = contentOf(u"/proc/self/stat"_s);
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    const auto field = [&fields](int number) { return fields.value(number - 3); };
    usage.cpuSeconds = (field(14).toDouble() + field(15).toDouble()) / ticks;
    usage.startedAt = booted + field(22).toDouble() / ticks;
    usage.virtualBytes = field(23).toLongLong();
    usage.residentBytes = field(24).toLongLong() * ::sysconf(_SC_PAGESIZE);
    usage.descriptors = QDir(u"/proc/self/fd"_s).entryList(QDir::Files | QDir::System | QDir::NoDotAndDotDot).size();
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0)
        usage.mostDescriptors = static_cast<qint64>(limit.rlim_cur);
    return usage;
}
