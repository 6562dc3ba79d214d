#pragma once

#include "client/shimmy_status.h"

#include <QAbstractTableModel>

/// The Shimmy processes of a server, as they were told of last.
class InstancesModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Instance, State, Generations, Memory, Since, Port, Process, Models, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setInstances(const QList<ShimmyInstance> &instances);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<ShimmyInstance> m_instances;
};

/// The state \a word of Shimmy as a whole, for people.
QString shimmyStateText(const QString &word);
