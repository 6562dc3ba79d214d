#include "setup/first_models_model.h"

#include "widgets/amounts.h"
#include "widgets/icons.h"
#include "widgets/literal_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

FirstModelsModel::FirstModelsModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    forget(false);
}

QStringList FirstModelsModel::repos()
{
    return {u"unsloth/gemma-3-270m-it-GGUF"_s, u"Qwen/Qwen2.5-0.5B-Instruct-GGUF"_s,
            u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s};
}

void FirstModelsModel::setAsked()
{
    forget(true);
}

void FirstModelsModel::forget(bool isAsked)
{
    beginResetModel();
    m_rows.clear();
    for (const QString &repo : repos())
        m_rows += Row{repo, isAsked};
    endResetModel();
}

void FirstModelsModel::setListing(const QString &repo, const Result<RepoOffer> &listing)
{
    const auto row = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &each) { return each.repo == repo; });
    if (row == m_rows.end())
        return;
    *row = Row{repo, true, true};
    if (!listing) {
        row->trouble = listing.error().message;
    } else {
        row->memoryLimit = listing->memoryLimit;
        for (const OfferedFile &file : listing->files) {
            if (file.recommended)
                row->file = file;
        }
        if (!row->file)
            row->trouble = tr("No file of it fits");
    }
    const int place = static_cast<int>(row - m_rows.begin());
    Q_EMIT dataChanged(index(place, 0), index(place, ColumnCount - 1));
}

const OfferedFile *FirstModelsModel::file(int row) const
{
    return row >= 0 && row < m_rows.size() && m_rows[row].file ? &*m_rows[row].file : nullptr;
}

int FirstModelsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int FirstModelsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString FirstModelsModel::fitText(const Row &row)
{
    if (!row.isKnown)
        return row.isAsked ? tr("The Hub is asked…") : QString();
    if (!row.file)
        return row.trouble;
    if (!row.file->installedAs.isEmpty())
        return tr("Installed");
    return row.file->fits ? tr("Fits this machine") : tr("Needs more memory than there is");
}

QVariant FirstModelsModel::data(const QModelIndex &index, int role) const
{
    const Row &row = m_rows[index.row()];
    if (role == Qt::DecorationRole && index.column() == Fit && row.isKnown)
        return namedIcon(!row.file ? u"dialog-error"_s : row.file->fits ? u"dialog-positive"_s : u"dialog-warning"_s);
    if (role == Qt::ToolTipRole) {
        if (!row.file)
            return literalText(fitText(row));
        return literalText(tr("%1\nNeeds %2 of %3 memory")
                               .arg(row.file->filename, bytesText(row.file->neededMemory), bytesText(row.memoryLimit)));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Model: return row.repo;
    case Size: return row.file ? bytesText(row.file->bytes) : QString();
    case Fit: return fitText(row);
    default: return {};
    }
}

QVariant FirstModelsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return QStringList{tr("Model"), tr("Size"), tr("State")}.value(section);
}
