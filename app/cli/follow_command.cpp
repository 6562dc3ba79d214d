#include "cli/follow_command.h"

#include "cli/terminal.h"
#include "client/api_client.h"

FollowCommand::FollowCommand(const Session &session, ApiCall call, ApiStream::Framing framing, Show show)
    : m_session(session)
    , m_call(std::move(call))
    , m_framing(framing)
    , m_show(std::move(show))
{
}

FollowCommand::~FollowCommand() = default;

void FollowCommand::start()
{
    m_stream = m_session.client.stream(m_call, m_framing);
    connect(m_stream.get(), &ApiStream::received, this, [this](const QJsonObject &object) {
        if (m_session.json)
            m_session.terminal.printJsonLine(object);
        else
            m_show(object, m_session.terminal);
    });
    connect(m_stream.get(), &ApiStream::finished, this, [this] { Q_EMIT ended(ExitCode::Success); });
    connect(m_stream.get(), &ApiStream::failed, this, [this](const Error &error) {
        m_session.terminal.complain(error);
        Q_EMIT ended(exitCodeOf(error));
    });
}
