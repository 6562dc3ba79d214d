#include "cli/pull_command.h"

#include "base/byte_count.h"
#include "cli/progress_line.h"
#include "cli/terminal.h"
#include "client/api_client.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int milestone = 10; ///< percent

} // namespace

PullCommand::PullCommand(ApiClient &client, Terminal &terminal, PullOrder order)
    : m_client(client)
    , m_terminal(terminal)
    , m_order(std::move(order))
{
}

PullCommand::~PullCommand() = default;

void PullCommand::start()
{
    m_stream = m_client.pull(m_order);
    connect(m_stream.get(), &ApiStream::received, this, &PullCommand::handleReceived);
    connect(m_stream.get(), &ApiStream::finished, this, &PullCommand::handleFinished);
    connect(m_stream.get(), &ApiStream::failed, this, &PullCommand::handleFailed);
}

void PullCommand::interrupt()
{
    m_terminal.say(u"the server goes on pulling %1; the same command watches it again"_s.arg(m_order.model));
    Q_EMIT ended(ExitCode::Interrupted);
}

void PullCommand::handleReceived(const QJsonObject &json)
{
    const PullEvent event = PullEvent::fromJson(json);
    switch (event.status) {
    case PullEvent::Status::Starting:
        m_terminal.say(event.totalBytes > 0
                           ? u"pulling %1 (%2)"_s.arg(event.filename, formatByteCount(event.totalBytes))
                           : u"pulling %1"_s.arg(event.filename));
        break;
    case PullEvent::Status::Queued:
        m_terminal.say(u"waiting for other downloads, position %1"_s.arg(event.position));
        break;
    case PullEvent::Status::Downloading: showProgress(event); break;
    case PullEvent::Status::Verifying:
        if (m_last.status != PullEvent::Status::Verifying)
            m_terminal.say(u"verifying"_s);
        break;
    case PullEvent::Status::Loading:
        if (m_last.status != PullEvent::Status::Loading)
            m_terminal.say(u"loading"_s);
        break;
    case PullEvent::Status::Complete:
    case PullEvent::Status::Unknown: break;
    }
    m_last = event;
}

void PullCommand::handleFinished()
{
    if (m_last.status != PullEvent::Status::Complete) {
        m_terminal.complain(u"the server ended its answer without a result"_s, u"see shimmyctl status"_s);
        return Q_EMIT ended(ExitCode::Failed);
    }
    m_terminal.say(u"ready after %1 s; try: shimmyctl run %2 \"Hello\""_s.arg(QString::number(m_last.seconds, 'f', 1),
                                                                              m_last.modelId));
    m_terminal.printLine(m_last.modelId);
    Q_EMIT ended(ExitCode::Success);
}

void PullCommand::handleFailed(const Error &error)
{
    m_terminal.complain(error.message, error.hint);
    Q_EMIT ended(exitCodeOf(error));
}

void PullCommand::showProgress(const PullEvent &event)
{
    if (m_terminal.showsBar())
        return m_terminal.showBar(progressLine(event, m_terminal.width() - 1));
    if (event.percent < m_nextMilestone)
        return;
    m_terminal.say(progressSentence(event));
    m_nextMilestone = (static_cast<int>(event.percent) / milestone + 1) * milestone;
}
