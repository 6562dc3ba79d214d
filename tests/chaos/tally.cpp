#include "tally.h"

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace {

QString spread(QList<qint64> values)
{
    constexpr double mebibyte = 1 << 20;
    if (values.isEmpty())
        return u"none"_s;
    std::sort(values.begin(), values.end());
    return u"at most %1 MiB, median %2 MiB (%3 kills)"_s.arg(static_cast<double>(values.last()) / mebibyte, 0, 'f', 2)
        .arg(static_cast<double>(values[values.size() / 2]) / mebibyte, 0, 'f', 2)
        .arg(values.size());
}

} // namespace

int Tally::allKills() const
{
    return std::accumulate(kills.begin(), kills.end(), 0);
}

QString Tally::toString() const
{
    QString table = u"\n"_s;
    const auto row = [&table](const QString &name, const QString &value) {
        table += u"  %1 %2\n"_s.arg(name, -34).arg(value);
    };
    row(u"runs"_s, QString::number(runs));
    row(u"kills"_s, QString::number(allKills()));
    for (auto kind = kills.begin(); kind != kills.end(); ++kind)
        row(u"  "_s + kind.key(), QString::number(kind.value()));
    row(u"restarts"_s, QString::number(restarts));
    row(u"jobs accepted"_s, QString::number(accepted));
    row(u"  completed by themselves"_s, QString::number(completed));
    row(u"  failed, then retried"_s, QString::number(failed));
    row(u"pulls killed before their acceptance"_s, QString::number(unaccepted));
    row(u"kills after a complete was read"_s, QString::number(completeRead));
    row(u"journal ranges compared with data"_s, QString::number(claimsCompared));
    row(u"bytes sent and not kept"_s, spread(twice));
    row(u"bytes reported and not kept"_s, spread(unrecorded));
    row(u"violations"_s, QString::number(violations.size()));
    return table;
}
