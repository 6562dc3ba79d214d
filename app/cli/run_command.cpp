#include "cli/run_command.h"

#include "cli/terminal.h"
#include "client/api_client.h"

using namespace Qt::StringLiterals;

RunCommand::RunCommand(ApiClient &client, Terminal &terminal, ChatOrder order)
    : m_client(client)
    , m_terminal(terminal)
    , m_order(std::move(order))
{
}

RunCommand::~RunCommand() = default;

void RunCommand::start()
{
    m_stream = m_client.chat(m_order);
    connect(m_stream.get(), &ApiStream::received, this, &RunCommand::handleReceived);
    connect(m_stream.get(), &ApiStream::finished, this, &RunCommand::handleFinished);
    connect(m_stream.get(), &ApiStream::failed, this, [this](const Error &error) {
        if (!m_endsWithLineFeed)
            m_terminal.print(u"\n"_s);
        m_terminal.complain(error.message, error.hint);
        Q_EMIT ended(exitCodeOf(error));
    });
}

void RunCommand::interrupt()
{
    m_stream.reset(); // the server ends the generation when its client is gone
    m_terminal.print(u"\n"_s);
    Q_EMIT ended(ExitCode::Interrupted);
}

void RunCommand::handleReceived(const QJsonObject &json)
{
    const ChatEvent event = ChatEvent::fromJson(json);
    m_tokens = qMax(m_tokens, event.completionTokens);
    if (event.text.isEmpty())
        return;
    if (m_firstToken == std::chrono::steady_clock::time_point())
        m_firstToken = std::chrono::steady_clock::now();
    m_terminal.print(event.text);
    m_endsWithLineFeed = event.text.endsWith(u'\n');
}

void RunCommand::handleFinished()
{
    if (!m_endsWithLineFeed)
        m_terminal.print(u"\n"_s);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - m_firstToken;
    if (m_tokens > 1 && m_terminal.showsBar() && took.count() > 0)
        m_terminal.say(u"%1 tokens, %2 a second"_s.arg(m_tokens).arg((m_tokens - 1) / took.count(), 0, 'f', 1));
    Q_EMIT ended(ExitCode::Success);
}
