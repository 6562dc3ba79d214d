#pragma once

#include "client/api_stream.h"
#include "playground/conversation.h"

#include <memory>

class Clock;
class ServerConnection;

/// A conversation with a model of the connection's server: sends prompts, takes answers as they come.
/// One generation at a time; deleting the session, or stop(), ends it on the server as well.
class ChatSession final : public QObject {
    Q_OBJECT

public:
    enum class State {
        Idle,
        Waiting, ///< for the first token: the server may be busy with others
        Streaming,
        Failed, ///< error() says why the last prompt has no, or half an, answer
    };
    Q_ENUM(State)

    /// Both must outlive it.
    ChatSession(ServerConnection &connection, const Clock &clock, QObject *parent = nullptr);
    ~ChatSession() override;

    State state() const { return m_state; }
    bool isBusy() const { return m_state == State::Waiting || m_state == State::Streaming; }
    const Conversation &conversation() const { return m_conversation; }
    const Error &error() const { return m_error; }
    /// Of the answer that is under way, as far as it has come; one text the server sends counts as one token.
    AnswerFigures figures() const;

    /// Leaves the former conversation, ends its generation, and goes on with this one.
    void open(const Conversation &conversation);
    /// These hold from the next prompt on.
    void setModel(const QString &model);
    void setSystemPrompt(const QString &text);
    void setParameters(const ChatParameters &parameters);
    void setTitle(const QString &title);

    /// These four do nothing while an answer is under way, or without what they are about.
    void send(const QString &prompt);
    /// Another answer to the last prompt, in place of the last one, which is back if nothing comes of it.
    void regenerate();
    /// Puts \a prompt in place of the user's turn at \a turn, drops all after it, and asks.
    void resend(qsizetype turn, const QString &prompt);
    /// Keeps what has come.
    void stop();

Q_SIGNALS:
    void stateChanged(ChatSession::State state);
    /// Another conversation.
    void opened();
    void turnAdded();
    /// From \a count on they are gone.
    void turnsDropped(qsizetype count);
    /// Belongs to the last turn.
    void textArrived(const QString &text);
    /// The last turn, an answer, has its end and figures.
    void answerEnded();
    /// The conversation is worth being kept as it is now.
    void changed();

private:
    void ask();
    void take(const QJsonObject &object);
    void end(Turn::Ending ending);
    void fail(const Error &error);
    void handleServerChange();
    void closeStream();
    void drop(qsizetype count);
    void setState(State state);

    ServerConnection &m_connection;
    const Clock &m_clock;
    State m_state = State::Idle;
    Conversation m_conversation;
    Error m_error;
    std::unique_ptr<ApiStream> m_stream;
    std::chrono::steady_clock::time_point m_askedAt;
    std::chrono::milliseconds m_firstToken{0};
    std::optional<Turn> m_former; ///< the answer that the one under way replaces
    int m_pieces = 0; ///< texts of the answer that is under way
    ChatEvent m_ending; ///< what its last events said
};
