#pragma once

#include "client/model_details.h"

#include <QSortFilterProxyModel>

class ModelsModel;

/// The models whose name, repo, architecture or quantization has all words of a text, sorted by any column.
class ModelsFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    /// \a models must outlive it.
    ModelsFilter(ModelsModel &models, QObject *parent);

    void setText(const QString &text);
    const ModelDetails &modelAt(const QModelIndex &index) const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    ModelsModel &m_models;
    QStringList m_words;
};
