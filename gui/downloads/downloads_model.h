#pragma once

#include "client/job.h"
#include "downloads/job_state.h"

#include <QAbstractTableModel>

#include <array>

/// Jobs as rows. A row keeps its place while the job is there, whatever its turn: sorting is a proxy's business, so
/// that a selection stays and only what has changed is told.
class DownloadsModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Turn, Name, Size, Progress, Status, Speed, Eta, Added, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole, ///< of any column
        PercentRole, ///< of Progress: double
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// All that there are, in the order of their turn.
    void setJobs(const QList<Job> &jobs);
    void add(const Job &job);
    /// Does nothing when there is no such job.
    void update(const Job &job);

    const Job &jobAt(int row) const { return m_rows[row].job; }
    /// Null when there is none.
    const Job *find(const QString &id) const;
    /// -1 when there is none.
    int rowOf(const QString &id) const { return m_rowOf.value(id, -1); }
    /// Whose turn it is, from 0, among all.
    int turnAt(int row) const { return m_rows[row].turn; }
    int count(JobGroup group) const { return m_counts[static_cast<size_t>(group)]; }
    /// The ids of those that are queued, the next first.
    QStringList queuedIds() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    // Queued rows can be dragged to another place among themselves.
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    bool dropMimeData(const QMimeData *content, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override;

Q_SIGNALS:
    void countsChanged();
    /// The user has dropped \a ids before the job \a before; empty: at the end.
    void moved(const QStringList &ids, const QString &before);

private:
    struct Row {
        Job job;
        int turn = 0;
    };
    QVariant textAt(const Job &job, int column) const;
    QString toolTipAt(const Job &job, int column) const;
    void removeMissing(const QList<Job> &jobs);
    void indexRows();
    void countGroups();

    QList<Row> m_rows;
    QHash<QString, int> m_rowOf;
    std::array<int, jobGroups> m_counts{};
};
