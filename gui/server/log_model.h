#pragma once

#include "base/log_line.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QTimer>

#include <deque>

/// The last lines of a server's log, the oldest first: 5,000 at most.
class LogModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Time, Level, Category, Message, ColumnCount };
    static constexpr int mostLines = 5'000;

    explicit LogModel(QObject *parent = nullptr);

    /// Shown a moment later, many at once.
    void add(const LogLine &line);
    void clear();
    const LogLine &line(int row) const { return m_lines[static_cast<size_t>(row)]; }
    /// One line as it is copied.
    static QString text(const LogLine &line);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void showAdded();

    std::deque<LogLine> m_lines;
    QList<LogLine> m_added; ///< not shown yet
    QTimer m_due;
};

/// Those lines of a LogModel that are of some level at least and contain some text.
class LogFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setLeast(LogLevel least);
    void setWords(const QString &words);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    LogLevel m_least = LogLevel::Debug;
    QString m_words;
};
