#include "server/history_model.h"

#include "widgets/icons.h"
#include "widgets/literal_text.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

void HistoryModel::setStatus(const ShimmyStatus &status)
{
    QList<Row> rows;
    for (const ShimmySwitch &each : status.recentSwitches) {
        if (each.error.isEmpty()) {
            rows += {each.at, Kind::Switch, tr("It took %1 s").arg(QLocale().toString(each.seconds, 'f', 1))};
        } else {
            rows += {each.at, Kind::FailedSwitch,
                     each.hint.isEmpty() ? each.error : tr("%1; %2").arg(each.error, each.hint)};
        }
    }
    for (const ShimmyDeath &each : status.recentDeaths)
        rows += {each.at, Kind::Death, tr("Instance %1: %2").arg(QLocale().toString(each.slot + 1), each.reason)};
    std::stable_sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.at > b.at; });
    if (rows == m_rows)
        return;
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

int HistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int HistoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString HistoryModel::text(Kind kind)
{
    switch (kind) {
    case Kind::Switch: return tr("Fresh instances took over");
    case Kind::FailedSwitch: return tr("Fresh instances could not take over");
    case Kind::Death: return tr("An instance ended by itself");
    }
    return {};
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    const Row &row = m_rows[index.row()];
    if (role == Qt::DecorationRole && index.column() == Event)
        return namedIcon(row.kind == Kind::Switch ? u"dialog-positive"_s : u"dialog-error"_s);
    if (role == Qt::ToolTipRole)
        return literalText(data(index, Qt::DisplayRole).toString());
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Time: return QLocale().toString(row.at.toLocalTime(), QLocale::ShortFormat);
    case Event: return text(row.kind);
    case Details: return row.details;
    default: return {};
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return QStringList{tr("Time"), tr("Event"), tr("Details")}.value(section);
}
