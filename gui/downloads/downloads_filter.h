#pragma once

#include "downloads/job_state.h"

#include <QSortFilterProxyModel>

class DownloadsModel;

/// The jobs of one group, sorted by any column.
class DownloadsFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    /// \a jobs must outlive it.
    DownloadsFilter(DownloadsModel &jobs, QObject *parent);

    JobGroup group() const { return m_group; }
    void setGroup(JobGroup group);
    const Job &jobAt(const QModelIndex &index) const;

    /// Rows can be dropped between others only while the order on the screen is that of their turns.
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool dropMimeData(const QMimeData *content, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    bool isInTurn() const;

    DownloadsModel &m_jobs;
    JobGroup m_group = JobGroup::All;
};
