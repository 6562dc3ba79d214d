#include "downloads/downloads_model.h"

#include "widgets/amounts.h"
#include "widgets/icons.h"
#include "widgets/literal_text.h"

#include <QIODevice>
#include <QLocale>
#include <QMimeData>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

const QString mimeType = u"application/x-shimmy-manager-jobs"_s;

} // namespace

void DownloadsModel::setJobs(const QList<Job> &jobs)
{
    removeMissing(jobs);
    int firstChanged = static_cast<int>(m_rows.size());
    int lastChanged = -1;
    QList<Row> added;
    for (int turn = 0; turn < jobs.size(); ++turn) {
        const int row = rowOf(jobs[turn].id);
        if (row < 0) {
            added += Row{jobs[turn], turn};
        } else if (m_rows[row].turn != turn || m_rows[row].job != jobs[turn]) {
            m_rows[row] = Row{jobs[turn], turn};
            firstChanged = std::min(firstChanged, row);
            lastChanged = std::max(lastChanged, row);
        }
    }
    if (lastChanged >= 0)
        Q_EMIT dataChanged(createIndex(firstChanged, 0), createIndex(lastChanged, ColumnCount - 1));
    if (!added.isEmpty()) {
        beginInsertRows({}, static_cast<int>(m_rows.size()), static_cast<int>(m_rows.size() + added.size()) - 1);
        m_rows += added;
        indexRows();
        endInsertRows();
    }
    countGroups();
}

void DownloadsModel::removeMissing(const QList<Job> &jobs)
{
    QSet<QString> there;
    for (const Job &job : jobs)
        there += job.id;
    bool isAnyGone = false;
    for (int last = static_cast<int>(m_rows.size()) - 1; last >= 0; --last) {
        if (there.contains(m_rows[last].job.id))
            continue;
        int first = last;
        while (first > 0 && !there.contains(m_rows[first - 1].job.id))
            --first;
        beginRemoveRows({}, first, last);
        m_rows.remove(first, last - first + 1);
        indexRows();
        endRemoveRows();
        isAnyGone = true;
        last = first;
    }
    if (isAnyGone)
        countGroups();
}

void DownloadsModel::indexRows()
{
    m_rowOf.clear();
    m_rowOf.reserve(m_rows.size());
    for (int row = 0; row < m_rows.size(); ++row)
        m_rowOf.insert(m_rows[row].job.id, row);
}

void DownloadsModel::countGroups()
{
    std::array<int, jobGroups> counts{};
    counts[static_cast<size_t>(JobGroup::All)] = static_cast<int>(m_rows.size());
    for (const Row &row : std::as_const(m_rows)) {
        if (const auto group = groupOf(row.job))
            ++counts[static_cast<size_t>(*group)];
    }
    if (std::exchange(m_counts, counts) != counts)
        Q_EMIT countsChanged();
}

void DownloadsModel::add(const Job &job)
{
    if (rowOf(job.id) >= 0)
        return update(job);
    const int row = static_cast<int>(m_rows.size());
    beginInsertRows({}, row, row);
    m_rows += Row{job, row};
    m_rowOf.insert(job.id, row);
    endInsertRows();
    countGroups();
}

void DownloadsModel::update(const Job &job)
{
    const int row = rowOf(job.id);
    if (row < 0)
        return;
    const Job former = std::exchange(m_rows[row].job, job);
    const bool onlyMoves = former.state == job.state && former.filename == job.filename
        && former.totalBytes == job.totalBytes && former.position == job.position;
    // Progress leaves the other columns, by which rows are sorted, alone.
    Q_EMIT dataChanged(createIndex(row, onlyMoves ? Progress : 0), createIndex(row, onlyMoves ? Eta : ColumnCount - 1));
    if (former.state != job.state)
        countGroups();
}

const Job *DownloadsModel::find(const QString &id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &m_rows[row].job;
}

QStringList DownloadsModel::queuedIds() const
{
    QList<const Job *> queued;
    for (const Row &row : m_rows) {
        if (isQueued(row.job))
            queued += &row.job;
    }
    std::stable_sort(queued.begin(), queued.end(),
                     [](const Job *a, const Job *b) { return a->position < b->position; });
    QStringList ids;
    for (const Job *job : std::as_const(queued))
        ids += job->id;
    return ids;
}

int DownloadsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int DownloadsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DownloadsModel::textAt(const Job &job, int column) const
{
    switch (column) {
    case Turn: return job.position > 0 ? QLocale().toString(job.position) : QString();
    case Name: return titleOf(job);
    case Size: return job.totalBytes > 0 ? bytesText(job.totalBytes) : QString();
    case Progress: return tr("%1 %").arg(QLocale().toString(job.percent, 'f', 1));
    case Status: return stateText(job);
    case Speed: return job.bytesPerSecond > 0 ? rateText(job.bytesPerSecond) : QString();
    case Eta: return job.etaSeconds ? durationText(*job.etaSeconds) : QString();
    case Added: return QLocale().toString(job.createdAt.toLocalTime(), QLocale::ShortFormat);
    default: return {};
    }
}

QString DownloadsModel::toolTipAt(const Job &job, int column) const
{
    switch (column) {
    case Name: return job.filename.isEmpty() ? job.repo : QString(job.repo + u'/' + job.filename);
    case Progress:
        return job.totalBytes > 0 ? tr("%1 of %2").arg(bytesText(job.completedBytes), bytesText(job.totalBytes))
                                  : bytesText(job.completedBytes);
    case Status: return job.error;
    default: return {};
    }
}

QVariant DownloadsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Job &job = m_rows[index.row()].job;
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return textAt(job, column);
    case Qt::ToolTipRole: {
        const QString text = toolTipAt(job, column);
        return text.isEmpty() ? QVariant() : literalText(text);
    }
    case Qt::DecorationRole: return column == Status ? QVariant(namedIcon(stateIcon(job))) : QVariant();
    case Qt::TextAlignmentRole:
        return column == Turn || column == Size || column == Speed || column == Eta
            ? QVariant::fromValue(Qt::Alignment(Qt::AlignTrailing | Qt::AlignVCenter))
            : QVariant();
    case IdRole: return job.id;
    case PercentRole: return column == Progress ? QVariant(job.percent) : QVariant();
    default: return {};
    }
}

QVariant DownloadsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeading | Qt::AlignVCenter));
    if (section == Turn && (role == Qt::AccessibleTextRole || role == Qt::ToolTipRole))
        return tr("Place in the queue");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Turn: return u"#"_s;
    case Name: return tr("Name");
    case Size: return tr("Size");
    case Progress: return tr("Progress");
    case Status: return tr("Status");
    case Speed: return tr("Speed");
    case Eta: return tr("Time left");
    case Added: return tr("Added");
    default: return {};
    }
}

Qt::ItemFlags DownloadsModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled; // between rows
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index) | Qt::ItemNeverHasChildren;
    return isQueued(m_rows[index.row()].job) ? flags | Qt::ItemIsDragEnabled : flags;
}

QStringList DownloadsModel::mimeTypes() const
{
    return {mimeType};
}

QMimeData *DownloadsModel::mimeData(const QModelIndexList &indexes) const
{
    QSet<QString> dragged;
    for (const QModelIndex &index : indexes)
        dragged += index.data(IdRole).toString();
    QStringList ids;
    for (const QString &id : queuedIds()) {
        if (dragged.contains(id))
            ids += id;
    }
    if (ids.isEmpty())
        return nullptr;
    auto *content = new QMimeData; // the view's from here on
    content->setData(mimeType, ids.join(u'\n').toUtf8());
    return content;
}

bool DownloadsModel::dropMimeData(const QMimeData *content, Qt::DropAction action, int row, int /*column*/,
                                  const QModelIndex &parent)
{
    if (action != Qt::MoveAction || parent.isValid() || !content->hasFormat(mimeType))
        return false;
    const QStringList ids = QString::fromUtf8(content->data(mimeType)).split(u'\n', Qt::SkipEmptyParts);
    Q_EMIT moved(ids, row >= 0 && row < m_rows.size() ? m_rows[row].job.id : QString());
    return false; // the rows stay: the server says where they are now
}
