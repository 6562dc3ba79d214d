#pragma once

#include <QWidget>

class ChatHistory;
class ChatHistoryModel;
class InlineMessage;
class QAction;
class QLineEdit;
class QListView;
class QSortFilterProxyModel;

/// The past chats at the side: to search, open, rename and delete.
class ChatList final : public QWidget {
    Q_OBJECT

public:
    /// \a history must outlive it.
    explicit ChatList(ChatHistory &history, QWidget *parent = nullptr);

    /// Marks the one that is open; none when it is not among them.
    void setCurrent(const QString &id);
    /// Puts the keyboard's focus where one types to search.
    void find();

Q_SIGNALS:
    void chosen(const QString &id);

private:
    void setUpActions();
    void search(const QString &text);
    void markCurrent();
    QModelIndex chosenIndex() const;
    void askToRemove();

    ChatHistory &m_history;
    ChatHistoryModel *m_model;
    QSortFilterProxyModel *m_found;
    QLineEdit *m_search;
    QListView *m_list;
    InlineMessage *m_message;
    QString m_current;
};
