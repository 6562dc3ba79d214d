#pragma once

#include "base/result.h"
#include "client/hub_listing.h"

#include <QAbstractTableModel>

/// A few small repos to begin with, each with the file that fits the server best.
class FirstModelsModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Model, Size, Fit, ColumnCount };

    explicit FirstModelsModel(QObject *parent = nullptr);

    static QStringList repos();
    /// Nothing is known of any repo, but that the Hub is asked.
    void setAsked();
    void setListing(const QString &repo, const Result<RepoOffer> &listing);
    QString repo(int row) const { return m_rows[row].repo; }
    /// Null while there is none to have.
    const OfferedFile *file(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row {
        QString repo;
        bool isAsked = false;
        bool isKnown = false;
        std::optional<OfferedFile> file = {};
        qint64 memoryLimit = 0;
        QString trouble = {}; ///< why there is no file
    };
    static QString fitText(const Row &row);
    void forget(bool isAsked);

    QList<Row> m_rows;
};
