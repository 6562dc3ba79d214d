#pragma once

#include <QObject>

#include <memory>
#include <vector>

class ChatHistory;
class ChatSession;

/// The answers that go on while another chat is shown. Each is kept on disk when it ends; a chat that is opened again
/// meanwhile takes its session back.
class LeftSessions final : public QObject {
    Q_OBJECT

public:
    /// \a history must outlive it.
    explicit LeftSessions(ChatHistory &history, QObject *parent = nullptr);
    /// Keeps what has come of the answers.
    ~LeftSessions() override;

    /// Goes on with \a session until its answer is complete.
    void add(std::unique_ptr<ChatSession> session);
    /// The session of the chat \a id, if its answer still goes on.
    std::unique_ptr<ChatSession> take(const QString &id);
    void rename(const QString &id, const QString &title);
    /// Ends its answer; nothing of it is kept.
    void drop(const QString &id);

private:
    void remove(const ChatSession *session);

    ChatHistory &m_history;
    std::vector<std::unique_ptr<ChatSession>> m_sessions;
};
