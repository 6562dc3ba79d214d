#include "browse/repo_files_model.h"

#include "browse/fit_text.h"
#include "connection/job_list.h"
#include "widgets/amounts.h"
#include "widgets/icons.h"
#include "widgets/literal_text.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

bool hasSameFiles(const RepoOffer &a, const RepoOffer &b)
{
    return a.repo == b.repo
        && std::equal(a.files.begin(), a.files.end(), b.files.begin(), b.files.end(),
                      [](const OfferedFile &one, const OfferedFile &other) { return one.filename == other.filename; });
}

template <class Predicate>
int rowWhere(const QList<OfferedFile> &files, const Predicate &isIt)
{
    const auto file = std::find_if(files.begin(), files.end(), isIt);
    return file == files.end() ? -1 : static_cast<int>(file - files.begin());
}

} // namespace

RepoFilesModel::RepoFilesModel(const JobList &jobs, QObject *parent)
    : QAbstractTableModel(parent)
    , m_jobs(jobs)
{
    connect(&jobs, &JobList::listed, this, &RepoFilesModel::readJobs);
    connect(&jobs, &JobList::added, this, &RepoFilesModel::take);
    connect(&jobs, &JobList::changed, this, &RepoFilesModel::take);
}

void RepoFilesModel::setListing(const RepoOffer &listing)
{
    if (hasSameFiles(m_listing, listing)) {
        m_listing = listing;
        if (!m_listing.files.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_listing = listing;
    m_jobOf.clear();
    m_jobOf.resize(listing.files.size());
    endResetModel();
    readJobs();
}

void RepoFilesModel::readJobs()
{
    std::fill(m_jobOf.begin(), m_jobOf.end(), std::nullopt);
    for (const Job &job : m_jobs.jobs()) {
        for (qsizetype row = 0; row < m_jobOf.size(); ++row) {
            // Those that are not over come first, the latest of the others last: one that runs is not replaced.
            const bool isTaken = m_jobOf[row] && (!m_jobOf[row]->isOver() || m_jobOf[row]->createdAt > job.createdAt);
            if (!isTaken && concerns(job, m_listing.repo, m_listing.files[row]))
                m_jobOf[row] = job;
        }
    }
    if (!m_jobOf.isEmpty())
        Q_EMIT dataChanged(index(0, Status), index(rowCount() - 1, Status));
}

void RepoFilesModel::take(const Job &job)
{
    for (qsizetype row = 0; row < m_jobOf.size(); ++row) {
        std::optional<Job> &known = m_jobOf[row];
        const bool isOlder = known && known->id != job.id && (!known->isOver() || job.isOver());
        if (isOlder || !concerns(job, m_listing.repo, m_listing.files[row]))
            continue;
        known = job;
        const QModelIndex changed = index(static_cast<int>(row), Status);
        Q_EMIT dataChanged(changed, changed);
    }
}

FileStatus RepoFilesModel::status(int row) const
{
    const std::optional<Job> &job = m_jobOf[row];
    return fileStatus(m_listing.files[row], job ? &*job : nullptr);
}

int RepoFilesModel::rowOfFile(const QString &filename) const
{
    return rowWhere(m_listing.files, [&](const OfferedFile &file) { return file.filename == filename; });
}

int RepoFilesModel::rowOfQuantization(const QString &quantization) const
{
    const int exact = rowWhere(m_listing.files, [&](const OfferedFile &file) {
        return file.isModel() && file.quantization.compare(quantization, Qt::CaseInsensitive) == 0;
    });
    return exact >= 0 ? exact : rowWhere(m_listing.files, [&](const OfferedFile &file) {
        return file.isModel() && file.quantization.startsWith(quantization, Qt::CaseInsensitive);
    });
}

int RepoFilesModel::recommendedRow() const
{
    return rowWhere(m_listing.files, [](const OfferedFile &file) { return file.recommended; });
}

int RepoFilesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_listing.files.size());
}

int RepoFilesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RepoFilesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int row = index.row();
    const OfferedFile &file = m_listing.files[row];
    switch (role) {
    case Qt::DisplayRole: return text(file, row, index.column());
    case Qt::ToolTipRole: return literalText(toolTip(file, row, index.column()).toString());
    case Qt::AccessibleTextRole:
        if (index.column() == Quantization && file.recommended)
            return tr("%1, recommended").arg(text(file, row, Quantization).toString());
        return text(file, row, index.column());
    case Qt::AccessibleDescriptionRole: return toolTip(file, row, index.column());
    case Qt::DecorationRole: {
        const QString name = iconName(file, row, index.column());
        return name.isEmpty() ? QVariant() : QVariant(namedIcon(name));
    }
    case Qt::TextAlignmentRole: {
        const bool isNumber = index.column() == Size || index.column() == BitsPerWeight;
        return QVariant::fromValue(Qt::Alignment(isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    case SortRole: return sortKey(file, row, index.column());
    case PercentRole: {
        const auto percent = index.column() == Status ? status(row).percent : std::nullopt;
        return percent ? QVariant(*percent) : QVariant();
    }
    default: return {};
    }
}

QVariant RepoFilesModel::text(const OfferedFile &file, int row, int column) const
{
    switch (column) {
    case Quantization: {
        QString name = file.quantization.isEmpty() ? tr("Not named") : file.quantization;
        if (file.kind == "projector"_L1)
            name = tr("%1 (images)").arg(name);
        else if (file.kind == "imatrix"_L1)
            name = tr("%1 (importance matrix)").arg(name);
        else if (file.kind == "draft"_L1)
            name = tr("%1 (draft)").arg(name);
        return name;
    }
    case Size: return bytesText(file.bytes);
    case BitsPerWeight: return file.bitsPerWeight > 0 ? QLocale().toString(file.bitsPerWeight, 'f', 1) : QString();
    case Memory: return file.isModel() ? fitText(fitOf(file.neededMemory, m_listing.memoryLimit)) : QString();
    case Status: return status(row).text;
    case Name: return file.filename;
    default: return {};
    }
}

QVariant RepoFilesModel::toolTip(const OfferedFile &file, int row, int column) const
{
    switch (column) {
    case Quantization: return file.recommended ? tr("Recommended: %1").arg(m_listing.reason) : QString();
    case Size: return tr("%1 bytes").arg(QLocale().toString(file.bytes));
    case Memory: return file.isModel() ? fitNumbers(file.bytes, file.neededMemory, m_listing.memoryLimit) : QString();
    case Status: return status(row).detail;
    case Name: {
        QString tip = file.filename;
        if (file.shards > 1)
            tip += u'\n' + tr("In %Ln parts, which become one file", nullptr, file.shards);
        if (!file.sha256.isEmpty())
            tip += u"\nSHA-256 "_s + file.sha256;
        return tip;
    }
    default: return {};
    }
}

QVariant RepoFilesModel::sortKey(const OfferedFile &file, int row, int column) const
{
    switch (column) {
    case Size: return file.bytes;
    case BitsPerWeight: return file.bitsPerWeight;
    case Memory: return file.neededMemory;
    default: return text(file, row, column);
    }
}

QString RepoFilesModel::iconName(const OfferedFile &file, int row, int column) const
{
    switch (column) {
    case Quantization: return file.recommended ? u"rating"_s : QString();
    case Memory: return file.isModel() ? fitIcon(fitOf(file.neededMemory, m_listing.memoryLimit)) : QString();
    case Status: return status(row).icon;
    default: return {};
    }
}

QVariant RepoFilesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = section == Size || section == BitsPerWeight;
        return QVariant::fromValue(Qt::Alignment(isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Quantization: return tr("How many bits were kept of each weight, and how");
        case BitsPerWeight: return tr("How many bits a weight takes, on average");
        case Memory: return tr("Whether the weights and a context fit into the server's memory");
        default: return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Quantization: return tr("Quantization");
    case Size: return tr("Size");
    case BitsPerWeight: return tr("Bits/weight");
    case Memory: return tr("Memory");
    case Status: return tr("Status");
    case Name: return tr("File");
    default: return {};
    }
}
