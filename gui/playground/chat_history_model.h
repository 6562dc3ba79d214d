#pragma once

#include "playground/chat_history.h"

#include <QAbstractListModel>

/// The past chats as rows, the latest first. A row is renamed by setData().
class ChatHistoryModel final : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole,
        ModelNameRole,
        ChangedAtRole, ///< QDateTime, UTC
        UnansweredRole, ///< bool
        SearchedRole, ///< all that a search looks through
    };

    /// \a history must outlive it.
    explicit ChatHistoryModel(ChatHistory &history, QObject *parent = nullptr);

    QModelIndex indexOf(const QString &id) const;
    /// What stands in place of the time of a chat that waits for its answer.
    static QString unansweredText();

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    void follow();
    void put(int row, const ChatSummary &chat);

    ChatHistory &m_history;
    QList<ChatSummary> m_rows; ///< what the view was told
};
