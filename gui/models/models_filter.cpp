#include "models/models_filter.h"

#include "models/model_state.h"
#include "models/models_model.h"

#include <algorithm>

ModelsFilter::ModelsFilter(ModelsModel &models, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_models(models)
{
    setSourceModel(&models);
}

void ModelsFilter::setText(const QString &text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

const ModelDetails &ModelsFilter::modelAt(const QModelIndex &index) const
{
    return m_models.modelAt(mapToSource(index).row());
}

bool ModelsFilter::filterAcceptsRow(int row, const QModelIndex & /*parent*/) const
{
    const ModelDetails &model = m_models.modelAt(row);
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString &word) {
        return model.id.contains(word, Qt::CaseInsensitive) || model.repo.contains(word, Qt::CaseInsensitive)
            || model.architecture.contains(word, Qt::CaseInsensitive)
            || model.quantization.contains(word, Qt::CaseInsensitive);
    });
}

bool ModelsFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const ModelDetails &a = m_models.modelAt(left.row());
    const ModelDetails &b = m_models.modelAt(right.row());
    const auto isBefore = [](const QString &one, const QString &other) {
        return one.compare(other, Qt::CaseInsensitive) < 0;
    };
    switch (left.column()) {
    case ModelsModel::Quantization: return isBefore(a.quantization, b.quantization);
    case ModelsModel::Size: return a.bytes < b.bytes;
    case ModelsModel::Architecture: return isBefore(a.architecture, b.architecture);
    case ModelsModel::Context: return a.contextLength < b.contextLength;
    case ModelsModel::LastUsed: return a.lastUsed < b.lastUsed;
    case ModelsModel::Pinned: return a.pinned < b.pinned;
    case ModelsModel::Update: return a.updateAvailable < b.updateAvailable;
    case ModelsModel::State: return isBefore(stateText(a), stateText(b));
    default: return isBefore(a.id, b.id);
    }
}
