#include "cli/call_command.h"

#include "cli/terminal.h"
#include "client/api_client.h"

CallCommand::CallCommand(const Session &session, ApiCall call, Show show, Judge judge)
    : m_session(session)
    , m_call(std::move(call))
    , m_show(std::move(show))
    , m_judge(std::move(judge))
{
}

void CallCommand::start()
{
    m_session.client.call(m_call, this, [this](const Result<QJsonObject> &answer) {
        if (!answer) {
            m_session.terminal.complain(answer.error());
            return Q_EMIT ended(exitCodeOf(answer.error()));
        }
        if (m_session.json)
            m_session.terminal.printJson(*answer);
        else
            m_show(*answer, m_session.terminal);
        Q_EMIT ended(m_judge ? m_judge(*answer) : ExitCode::Success);
    });
}
