#pragma once

#include "preferences/service_preferences.h"

#include <QAbstractTableModel>

/// The servers that can be shown: the one inside this process first, then those that the user has added.
class ServersModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Address, Shown, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setServers(const QList<SavedServer> &servers);
    /// Which one is shown now; an empty \a url with \a isEmbedded: the one inside this process.
    void setShown(const QUrl &url, bool isEmbedded);
    /// Null for the one inside this process.
    const SavedServer *server(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    bool isShown(int row) const;

    QList<SavedServer> m_servers;
    QUrl m_shown;
    bool m_isEmbeddedShown = false;
};
