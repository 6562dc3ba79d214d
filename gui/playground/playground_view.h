#pragma once

#include "base/clock.h"
#include "widgets/view.h"

class ChatHistory;
class ChatList;
class ChatPane;
class InlineMessage;
class LeftSessions;
class ParametersPanel;
class PlaygroundActions;
class Preferences;
class PromptEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;
class ServerConnection;
struct Conversation;

/// Chats with the server's models. Past chats are kept in the preferences' folder for them.
class PlaygroundView final : public View {
    Q_OBJECT

public:
    /// Both must outlive it.
    PlaygroundView(ServerConnection &connection, Preferences &preferences, QWidget *parent = nullptr);
    ~PlaygroundView() override;

    /// A new chat with this model.
    void startWith(const QString &model);

    QList<QAction *> toolBarActions() const override;
    void takeFocus() override;
    void find() override;
    void saveState(QVariantMap &state) const override;
    void restoreState(const QVariantMap &state) override;

Q_SIGNALS:
    /// There are no models yet: the user wants to look for some.
    void browseRequested();

private:
    QWidget *makeChat();
    QWidget *makeEmpty();
    void connectPane(ChatPane &pane);
    void connectActions();
    void connectCopying();
    QList<ChatPane *> shownPanes() const;

    void open(ChatPane &pane, const Conversation &conversation);
    void startNew();
    void openChat(const QString &id);
    void submit();
    void beginEdit(qsizetype ordinal);
    void endEdit();
    void editLast();
    void setComparing(bool isComparing);
    void takeParameters();
    void renameOpen(const QString &id, const QString &title);
    void closeRemoved(const QString &id);
    void showWhatFits();

    ServerConnection &m_connection;
    SystemClock m_clock;
    ChatHistory *m_history;
    LeftSessions *m_left;
    PlaygroundActions *m_actions;
    ChatList *m_list;
    QStackedWidget *m_stack; ///< nothing to chat with, or the chat
    ChatPane *m_first;
    ChatPane *m_second; ///< shown while two models are compared
    QSplitter *m_panes;
    ParametersPanel *m_parameters;
    InlineMessage *m_editing;
    PromptEdit *m_prompt;
    QPushButton *m_send;
    QPushButton *m_stop;
    QSplitter *m_splitter;
    qsizetype m_edited = -1; ///< the prompt that is edited, from 0; -1: none
    QString m_draft; ///< what was being written before
};
