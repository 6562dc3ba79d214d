#pragma once

#include "client/model_details.h"

#include <QAbstractTableModel>
#include <QHash>

/// Models as rows. A row keeps its place while the model is there, so that a selection stays.
class ModelsModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Id, Quantization, Size, Architecture, Context, LastUsed, Pinned, Update, State, ColumnCount };
    enum Role { IdRole = Qt::UserRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setModels(const QList<ModelDetails> &models);
    /// What is being done with \a id, in place of its state; empty: nothing.
    void setActivity(const QString &id, const QString &text);

    const ModelDetails &modelAt(int row) const { return m_models[row]; }
    /// -1 when there is none.
    int rowOf(const QString &id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QVariant textAt(const ModelDetails &model, int column) const;
    QVariant iconAt(const ModelDetails &model, int column) const;
    QString toolTipAt(const ModelDetails &model, int column) const;

    QList<ModelDetails> m_models;
    QHash<QString, QString> m_activities; ///< by id
};
