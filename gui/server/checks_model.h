#pragma once

#include "client/server_checks.h"

#include <QAbstractTableModel>

/// What an examination of a server has found.
class ChecksModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Status, Seen, Remedy, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setChecks(const QList<ServerCheck> &checks);
    /// For somebody who is asked for help.
    QString report() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<ServerCheck> m_checks;
};
