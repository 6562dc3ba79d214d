#include "playground/left_sessions.h"

#include "playground/chat_history.h"
#include "playground/chat_session.h"

#include <algorithm>

LeftSessions::LeftSessions(ChatHistory &history, QObject *parent)
    : QObject(parent)
    , m_history(history)
{
}

LeftSessions::~LeftSessions()
{
    for (const auto &session : m_sessions) {
        session->disconnect(this);
        session->stop();
        m_history.save(session->conversation());
    }
}

void LeftSessions::add(std::unique_ptr<ChatSession> session)
{
    if (!session->isBusy())
        return;
    ChatSession *const added = session.get();
    m_sessions.push_back(std::move(session));
    connect(added, &ChatSession::changed, this, [this, added] {
        m_history.save(added->conversation());
        if (added->state() == ChatSession::State::Idle)
            remove(added); // one that has failed says why when its chat is opened
    });
}

std::unique_ptr<ChatSession> LeftSessions::take(const QString &id)
{
    const auto place = std::find_if(m_sessions.begin(), m_sessions.end(),
                                    [&](const auto &session) { return session->conversation().id == id; });
    if (place == m_sessions.end())
        return nullptr;
    auto session = std::move(*place);
    m_sessions.erase(place);
    session->disconnect(this);
    return session;
}

void LeftSessions::rename(const QString &id, const QString &title)
{
    for (const auto &session : m_sessions) {
        if (session->conversation().id == id)
            session->setTitle(title);
    }
}

void LeftSessions::drop(const QString &id)
{
    take(id);
}

void LeftSessions::remove(const ChatSession *session)
{
    const auto place =
        std::find_if(m_sessions.begin(), m_sessions.end(), [&](const auto &each) { return each.get() == session; });
    place->release()->deleteLater(); // it is what has called us
    m_sessions.erase(place);
}
