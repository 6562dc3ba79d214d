#include "cli/progress_command.h"

#include "cli/progress_line.h"
#include "cli/terminal.h"
#include "client/api_client.h"

using namespace Qt::StringLiterals;

ProgressCommand::ProgressCommand(const Session &session, ApiCall call, QString subject, QString lastStatus, Show show)
    : m_session(session)
    , m_call(std::move(call))
    , m_subject(std::move(subject))
    , m_lastStatus(std::move(lastStatus))
    , m_show(std::move(show))
{
}

ProgressCommand::~ProgressCommand() = default;

void ProgressCommand::start()
{
    m_stream = m_session.client.stream(m_call, ApiStream::Framing::Lines);
    connect(m_stream.get(), &ApiStream::received, this, &ProgressCommand::handleReceived);
    connect(m_stream.get(), &ApiStream::finished, this, &ProgressCommand::handleFinished);
    connect(m_stream.get(), &ApiStream::failed, this, [this](const Error &error) {
        m_session.terminal.complain(error);
        Q_EMIT ended(exitCodeOf(error));
    });
}

void ProgressCommand::interrupt()
{
    m_session.terminal.say(u"the server goes on with it"_s);
    Q_EMIT ended(ExitCode::Interrupted);
}

void ProgressCommand::handleReceived(const QJsonObject &object)
{
    m_last = object;
    if (m_session.json)
        return m_session.terminal.printJsonLine(object);
    const QString status = object.value("status"_L1).toString();
    if (status == m_lastStatus)
        return;
    PullEvent event;
    event.filename = m_subject;
    event.percent = object.value("percent"_L1).toDouble();
    event.completedBytes = object.value("completed"_L1).toInteger();
    event.totalBytes = object.value("total"_L1).toInteger();
    if (m_session.terminal.showsBar() && event.totalBytes > 0 && object.contains("percent"_L1))
        return m_session.terminal.showBar(progressLine(event, m_session.terminal.width() - 1));
    if (status != std::exchange(m_toldStatus, status))
        m_session.terminal.say(status + u' ' + m_subject);
}

void ProgressCommand::handleFinished()
{
    m_session.terminal.clearBar();
    if (m_last.value("status"_L1) != m_lastStatus) {
        m_session.terminal.complain(u"the server ended its answer without a result"_s, u"see shimmyctl status"_s);
        return Q_EMIT ended(ExitCode::Failed);
    }
    if (!m_session.json)
        m_show(m_last, m_session.terminal);
    Q_EMIT ended(ExitCode::Success);
}
