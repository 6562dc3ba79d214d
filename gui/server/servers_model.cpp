#include "server/servers_model.h"

#include "widgets/icons.h"

using namespace Qt::StringLiterals;

void ServersModel::setServers(const QList<SavedServer> &servers)
{
    beginResetModel();
    m_servers = servers;
    endResetModel();
}

void ServersModel::setShown(const QUrl &url, bool isEmbedded)
{
    m_shown = url;
    m_isEmbeddedShown = isEmbedded;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

const SavedServer *ServersModel::server(int row) const
{
    return row >= 1 && row <= m_servers.size() ? &m_servers[row - 1] : nullptr;
}

bool ServersModel::isShown(int row) const
{
    const SavedServer *const saved = server(row);
    return saved ? !m_isEmbeddedShown && saved->url == m_shown : m_isEmbeddedShown;
}

int ServersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_servers.size()) + 1;
}

int ServersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ServersModel::data(const QModelIndex &index, int role) const
{
    const SavedServer *const saved = server(index.row());
    if (role == Qt::DecorationRole && index.column() == Shown && isShown(index.row()))
        return namedIcon(u"dialog-positive"_s);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Name: return saved ? saved->name : tr("This computer");
    case Address: return saved ? saved->url.toString() : tr("Inside this program");
    case Shown: return isShown(index.row()) ? tr("Shown now") : QString();
    default: return {};
    }
}

QVariant ServersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return QStringList{tr("Name"), tr("Address"), tr("State")}.value(section);
}
