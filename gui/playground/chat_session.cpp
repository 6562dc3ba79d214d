#include "playground/chat_session.h"

#include "base/clock.h"
#include "connection/server_connection.h"

using namespace Qt::StringLiterals;

using std::chrono::milliseconds;

ChatSession::ChatSession(ServerConnection &connection, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
    , m_clock(clock)
    , m_conversation(Conversation::create())
{
    connect(&connection, &ServerConnection::serverChanged, this, &ChatSession::handleServerChange);
}

ChatSession::~ChatSession() = default;

AnswerFigures ChatSession::figures() const
{
    const auto now = std::chrono::duration_cast<milliseconds>(m_clock.now() - m_askedAt);
    AnswerFigures figures;
    figures.promptTokens = m_ending.promptTokens;
    figures.completionTokens = m_ending.completionTokens > 0 ? m_ending.completionTokens : m_pieces;
    figures.firstToken = m_pieces > 0 ? m_firstToken : now;
    figures.whole = now;
    return figures;
}

void ChatSession::open(const Conversation &conversation)
{
    stop();
    m_former.reset();
    m_conversation = conversation;
    m_error = {};
    setState(State::Idle);
    Q_EMIT opened();
}

void ChatSession::setModel(const QString &model)
{
    m_conversation.model = model;
}

void ChatSession::setSystemPrompt(const QString &text)
{
    m_conversation.systemPrompt = text;
}

void ChatSession::setParameters(const ChatParameters &parameters)
{
    m_conversation.parameters = parameters;
}

void ChatSession::setTitle(const QString &title)
{
    m_conversation.title = title;
}

void ChatSession::send(const QString &prompt)
{
    if (isBusy() || prompt.trimmed().isEmpty())
        return;
    m_conversation.turns += Turn{Turn::Role::User, prompt};
    Q_EMIT turnAdded();
    ask();
}

void ChatSession::regenerate()
{
    if (isBusy() || m_conversation.turns.isEmpty())
        return;
    std::optional<Turn> former;
    if (m_conversation.turns.last().isAnswer()) {
        former = m_conversation.turns.last();
        drop(m_conversation.turns.size() - 1);
    }
    if (!m_conversation.isUnanswered())
        return;
    ask();
    m_former = std::move(former);
}

void ChatSession::resend(qsizetype turn, const QString &prompt)
{
    if (isBusy() || turn < 0 || turn >= m_conversation.turns.size() || m_conversation.turns[turn].isAnswer()
        || prompt.trimmed().isEmpty())
        return;
    drop(turn);
    send(prompt);
}

void ChatSession::stop()
{
    if (isBusy())
        end(Turn::Ending::Stopped);
}

void ChatSession::ask()
{
    m_error = {};
    m_former.reset();
    m_pieces = 0;
    m_firstToken = {};
    m_ending = {};
    m_askedAt = m_clock.now();
    m_conversation.changedAt = m_clock.utc();
    closeStream();
    m_stream = m_connection.api().chat(m_conversation.order());
    connect(m_stream.get(), &ApiStream::received, this, &ChatSession::take);
    connect(m_stream.get(), &ApiStream::failed, this, &ChatSession::fail);
    connect(m_stream.get(), &ApiStream::finished, this,
            [this] { end(m_ending.finishReason == "length"_L1 ? Turn::Ending::TokenLimit : Turn::Ending::Complete); });
    setState(State::Waiting);
    Q_EMIT changed();
}

void ChatSession::take(const QJsonObject &object)
{
    const ChatEvent event = ChatEvent::fromJson(object);
    if (!event.finishReason.isEmpty())
        m_ending.finishReason = event.finishReason;
    if (event.promptTokens > 0 || event.completionTokens > 0) {
        m_ending.promptTokens = event.promptTokens;
        m_ending.completionTokens = event.completionTokens;
    }
    if (event.text.isEmpty())
        return;
    if (++m_pieces == 1) {
        m_firstToken = std::chrono::duration_cast<milliseconds>(m_clock.now() - m_askedAt);
        m_conversation.turns += Turn{Turn::Role::Assistant, {}, m_conversation.model};
        Q_EMIT turnAdded();
        setState(State::Streaming);
    }
    m_conversation.turns.last().text += event.text;
    Q_EMIT textArrived(event.text);
}

void ChatSession::end(Turn::Ending ending)
{
    const AnswerFigures measured = figures();
    closeStream();
    if (m_pieces == 0 && ending == Turn::Ending::Complete) { // the model had nothing to say: that is an answer, too
        m_conversation.turns += Turn{Turn::Role::Assistant, {}, m_conversation.model};
        Q_EMIT turnAdded();
    }
    if (m_pieces == 0 && ending != Turn::Ending::Complete && m_former) { // nothing has come that is better
        m_conversation.turns += *m_former;
        Q_EMIT turnAdded();
        Q_EMIT answerEnded();
    } else if (m_conversation.turns.last().isAnswer()) {
        m_conversation.turns.last().ending = ending;
        m_conversation.turns.last().figures = measured;
        Q_EMIT answerEnded();
    }
    m_former.reset();
    m_conversation.changedAt = m_clock.utc();
    setState(ending == Turn::Ending::Broken ? State::Failed : State::Idle);
    Q_EMIT changed();
}

void ChatSession::fail(const Error &error)
{
    m_error = error;
    end(Turn::Ending::Broken);
}

void ChatSession::handleServerChange()
{
    // Told as well when the same server is back: then the answer may still be coming.
    const bool isAnotherServer = m_connection.state() == ServerConnection::State::Connecting;
    if (isBusy() && isAnotherServer) {
        fail({ErrorKind::Cancelled,
              tr("The window has turned to another server before the answer was complete"),
              tr("Try again to ask the new one"),
              true,
              {}});
    }
}

void ChatSession::closeStream()
{
    if (!m_stream)
        return;
    m_stream->disconnect(this);
    m_stream.release()->deleteLater(); // it may be what has called us
}

void ChatSession::drop(qsizetype count)
{
    m_conversation.turns.resize(count);
    Q_EMIT turnsDropped(count);
}

void ChatSession::setState(State state)
{
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}
