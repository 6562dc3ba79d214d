#pragma once

#include "playground/chat_session.h"

#include <QTimer>
#include <QWidget>

class InlineMessage;
class ModelChoice;
class QAction;
class QLabel;
class QVBoxLayout;
class TranscriptView;

/// One model and the conversation with it. Says at the place what is amiss, and what can be done.
class ChatPane final : public QWidget {
    Q_OBJECT

public:
    /// Both must outlive it. \a suffix tells its object names from those of another pane.
    ChatPane(ServerConnection &connection, const Clock &clock, const QString &suffix, QWidget *parent = nullptr);
    ~ChatPane() override;

    ChatSession &session() { return *m_session; }
    const Conversation &conversation() const { return m_session->conversation(); }
    /// Shows \a session in place of the former one, which is returned as it is.
    std::unique_ptr<ChatSession> exchange(std::unique_ptr<ChatSession> session);
    TranscriptView &transcript() { return *m_transcript; }
    /// The choice becomes the conversation's as well.
    void setModel(const QString &model);
    QString model() const;
    /// Whether a prompt can be sent: there is a model, and no answer is under way.
    bool isReady() const;
    /// Where the user's turn stands that is the \a ordinal th, from 0; -1: there is none.
    qsizetype placeOfPrompt(qsizetype ordinal) const;

Q_SIGNALS:
    /// The \a ordinal th prompt is to be changed.
    void editRequested(qsizetype ordinal);
    /// isReady() may be another.
    void readinessChanged();
    /// The conversation is worth being kept as it is now.
    void conversationChanged();

private:
    void connectSession();
    void showOpened();
    void showState();
    void showProgress();
    void askToOpen(const QUrl &address);
    void requestEdit(qsizetype turn);
    void takeModel();

    ServerConnection &m_connection;
    std::unique_ptr<ChatSession> m_session;
    ModelChoice *m_choice;
    TranscriptView *m_transcript;
    InlineMessage *m_message;
    QLabel *m_progress;
    QAction *m_again;
    QAction *m_openAddress;
    QAction *m_copyAddress;
    QUrl m_address; ///< that was clicked and is asked about
    QTimer m_progressDue;
};
