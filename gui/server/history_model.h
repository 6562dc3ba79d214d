#pragma once

#include "client/shimmy_status.h"

#include <QAbstractTableModel>

/// What has happened to a server's Shimmys, the latest first: switches that worked or failed, and deaths.
class HistoryModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Time, Event, Details, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setStatus(const ShimmyStatus &status);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    enum class Kind { Switch, FailedSwitch, Death };
    struct Row {
        QDateTime at;
        Kind kind;
        QString details;
        bool operator==(const Row &) const = default;
    };
    static QString text(Kind kind);

    QList<Row> m_rows;
};
