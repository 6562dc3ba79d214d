#pragma once

#include "browse/file_status.h"

#include <QAbstractTableModel>

class JobList;

/// The GGUF files of one repo, the best first, with what the server's jobs do with them.
class RepoFilesModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Quantization, Size, BitsPerWeight, Memory, Status, Name, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole + 1,
        PercentRole, ///< of the Status column: an int while the file is being downloaded
    };

    /// \a jobs must outlive it.
    explicit RepoFilesModel(const JobList &jobs, QObject *parent = nullptr);

    /// Shows \a listing. The rows stay where they are when it has the same files as before.
    void setListing(const RepoOffer &listing);
    const RepoOffer &listing() const { return m_listing; }

    const OfferedFile &file(int row) const { return m_listing.files[row]; }
    FileStatus status(int row) const;
    /// -1: there is none.
    int rowOfFile(const QString &filename) const;
    /// The one that is called so or, if none is, whose quantization begins so; -1: there is none.
    int rowOfQuantization(const QString &quantization) const;
    int recommendedRow() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void readJobs();
    void take(const Job &job);
    QVariant text(const OfferedFile &file, int row, int column) const;
    QVariant toolTip(const OfferedFile &file, int row, int column) const;
    QVariant sortKey(const OfferedFile &file, int row, int column) const;
    QString iconName(const OfferedFile &file, int row, int column) const;

    const JobList &m_jobs;
    RepoOffer m_listing;
    QList<std::optional<Job>> m_jobOf; ///< by row
};
