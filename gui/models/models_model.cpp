#include "models/models_model.h"

#include "models/model_state.h"
#include "widgets/amounts.h"
#include "widgets/icons.h"
#include "widgets/literal_text.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

void ModelsModel::setModels(const QList<ModelDetails> &models)
{
    QHash<QString, const ModelDetails *> wanted;
    for (const ModelDetails &model : models)
        wanted.insert(model.id, &model);
    for (int row = static_cast<int>(m_models.size()) - 1; row >= 0; --row) {
        const ModelDetails *const model = wanted.take(m_models[row].id);
        if (!model) {
            beginRemoveRows({}, row, row);
            m_models.removeAt(row);
            endRemoveRows();
        } else if (*model != m_models[row]) {
            m_models[row] = *model;
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
        }
    }
    QList<ModelDetails> added;
    for (const ModelDetails &model : models) {
        if (wanted.remove(model.id))
            added += model;
    }
    if (added.isEmpty())
        return;
    const int first = static_cast<int>(m_models.size());
    beginInsertRows({}, first, first + static_cast<int>(added.size()) - 1);
    m_models += added;
    endInsertRows();
}

int ModelsModel::rowOf(const QString &id) const
{
    const auto model =
        std::find_if(m_models.begin(), m_models.end(), [&](const ModelDetails &each) { return each.id == id; });
    return model == m_models.end() ? -1 : static_cast<int>(model - m_models.begin());
}

void ModelsModel::setActivity(const QString &id, const QString &text)
{
    if (text.isEmpty())
        m_activities.remove(id);
    else
        m_activities.insert(id, text);
    if (const int row = rowOf(id); row >= 0)
        Q_EMIT dataChanged(index(row, State), index(row, State));
}

int ModelsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_models.size());
}

int ModelsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ModelsModel::textAt(const ModelDetails &model, int column) const
{
    switch (column) {
    case Id: return model.id;
    case Quantization: return model.quantization;
    case Size: return bytesText(model.bytes);
    case Architecture: return model.architecture;
    case Context: return model.contextLength > 0 ? QLocale().toString(model.contextLength) : QString();
    case LastUsed:
        return model.lastUsed.isNull() ? tr("never") : agoText(model.lastUsed, QDateTime::currentDateTimeUtc());
    case Pinned: return model.pinned ? tr("Pinned") : QString();
    case Update:
        if (!model.updateAvailable)
            return QString();
        return *model.updateAvailable ? tr("Available") : tr("None");
    case State: return m_activities.value(model.id, stateText(model));
    default: return {};
    }
}

QVariant ModelsModel::iconAt(const ModelDetails &model, int column) const
{
    switch (column) {
    case Pinned: return model.pinned ? QVariant(namedIcon(u"window-pin"_s)) : QVariant();
    case Update: return model.updateAvailable == true ? QVariant(namedIcon(u"download"_s)) : QVariant();
    case State: return namedIcon(stateIcon(model));
    default: return {};
    }
}

QString ModelsModel::toolTipAt(const ModelDetails &model, int column) const
{
    switch (column) {
    case Id: return model.filename;
    case Context: return tr("Tokens, as the file says");
    case LastUsed: return model.lastUsed.isNull() ? QString() : QLocale().toString(model.lastUsed.toLocalTime());
    case Pinned: return model.pinned ? tr("Never removed to make room for another") : QString();
    case Update: return model.updateAvailable ? QString() : tr("The Hub was not asked yet");
    default: return {};
    }
}

QVariant ModelsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ModelDetails &model = m_models[index.row()];
    switch (role) {
    case Qt::DisplayRole: return textAt(model, index.column());
    case Qt::DecorationRole: return iconAt(model, index.column());
    case Qt::ToolTipRole: {
        const QString text = toolTipAt(model, index.column());
        return text.isEmpty() ? QVariant() : literalText(text);
    }
    case Qt::TextAlignmentRole:
        return index.column() == Size || index.column() == Context
            ? QVariant::fromValue(Qt::Alignment(Qt::AlignTrailing | Qt::AlignVCenter))
            : QVariant();
    case IdRole: return model.id;
    default: return {};
    }
}

QVariant ModelsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeading | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Id: return tr("Model");
    case Quantization: return tr("Quantization");
    case Size: return tr("Size");
    case Architecture: return tr("Architecture");
    case Context: return tr("Context");
    case LastUsed: return tr("Last used");
    case Pinned: return tr("Pinned");
    case Update: return tr("Update");
    case State: return tr("State");
    default: return {};
    }
}
