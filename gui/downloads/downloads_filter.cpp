#include "downloads/downloads_filter.h"

#include "downloads/downloads_model.h"

#include <limits>

DownloadsFilter::DownloadsFilter(DownloadsModel &jobs, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_jobs(jobs)
{
    setSourceModel(&jobs);
}

void DownloadsFilter::setGroup(JobGroup group)
{
    m_group = group;
    invalidateFilter();
}

const Job &DownloadsFilter::jobAt(const QModelIndex &index) const
{
    return m_jobs.jobAt(mapToSource(index).row());
}

bool DownloadsFilter::isInTurn() const
{
    return sortColumn() == DownloadsModel::Turn && sortOrder() == Qt::AscendingOrder;
}

Qt::ItemFlags DownloadsFilter::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QSortFilterProxyModel::flags(index);
    return isInTurn() ? flags : flags & ~Qt::ItemFlags(Qt::ItemIsDragEnabled | Qt::ItemIsDropEnabled);
}

bool DownloadsFilter::dropMimeData(const QMimeData *content, Qt::DropAction action, int row, int column,
                                   const QModelIndex &parent)
{
    return isInTurn() && QSortFilterProxyModel::dropMimeData(content, action, row, column, parent);
}

bool DownloadsFilter::filterAcceptsRow(int row, const QModelIndex & /*parent*/) const
{
    return m_group == JobGroup::All || groupOf(m_jobs.jobAt(row)) == m_group;
}

bool DownloadsFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    // By the values themselves: with 10,000 rows, texts would be felt.
    const Job &a = m_jobs.jobAt(left.row());
    const Job &b = m_jobs.jobAt(right.row());
    const auto etaOf = [](const Job &job) { return job.etaSeconds.value_or(std::numeric_limits<qint64>::max()); };
    switch (left.column()) {
    case DownloadsModel::Name: return titleOf(a).compare(titleOf(b), Qt::CaseInsensitive) < 0;
    case DownloadsModel::Size: return a.totalBytes < b.totalBytes;
    case DownloadsModel::Progress: return a.percent < b.percent;
    case DownloadsModel::Status: return stateText(a).compare(stateText(b), Qt::CaseInsensitive) < 0;
    case DownloadsModel::Speed: return a.bytesPerSecond < b.bytesPerSecond;
    case DownloadsModel::Eta: return etaOf(a) < etaOf(b);
    case DownloadsModel::Added: return a.createdAt < b.createdAt;
    default: return m_jobs.turnAt(left.row()) < m_jobs.turnAt(right.row());
    }
}
