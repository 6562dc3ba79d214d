#pragma once

#include <QVariantMap>
#include <QWidget>

class EmptyNote;
class InlineMessage;
class QAction;
class QLabel;
class QModelIndex;
class QPlainTextEdit;
class QSortFilterProxyModel;
class QSplitter;
class QTreeView;
class RepoFilesModel;

/// How a repo is laid out: its name, what is known of it, a message, its files, its own words, buttons. Knows no
/// server.
class RepoSheet final : public QWidget {
    Q_OBJECT

public:
    /// \a actions become buttons below the files, and their menu. They and \a files must outlive it.
    RepoSheet(RepoFilesModel &files, const QList<QAction *> &actions, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    /// All texts are plain.
    void setFacts(const QString &facts);
    /// Why the starred file is starred or, without a star, why none is.
    void setReason(const QString &reason, bool isStarred);
    /// Of the list of files, while it is empty.
    void setNote(const QString &note);
    /// Empty: nothing is shown, and it takes no room.
    void setCard(const QString &text);
    InlineMessage &message() { return *m_message; }

    /// The row of the files that is chosen; -1: none.
    int chosenRow() const;
    void choose(int row);
    void takeFocus();

    void saveState(QVariantMap &state) const;
    void restoreState(const QVariantMap &state);

Q_SIGNALS:
    void chosenChanged();
    /// Enter or a double click on the chosen file.
    void activated();

private:
    void makeTable(const QList<QAction *> &actions);
    void arrange(const QList<QAction *> &actions);

    QSortFilterProxyModel *m_sorted;
    QLabel *m_title;
    QLabel *m_facts;
    InlineMessage *m_message;
    QLabel *m_star;
    QLabel *m_reason;
    QTreeView *m_table;
    EmptyNote *m_note;
    QPlainTextEdit *m_card;
    QSplitter *m_splitter;
};
