#include "cli/pull_command.h"

#include "base/byte_count.h"
#include "cli/progress_line.h"
#include "cli/secret_file.h"
#include "cli/terminal.h"
#include "client/api_client.h"
#include "client/job.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int milestone = 10; ///< percent

Result<CommandMaker> makePull(const Words &words)
{
    PullOrder order;
    order.model = words.text("MODEL");
    order.filename = words.text("FILE");
    order.quantization = words.text("--quantization");
    order.revision = words.text("--revision");
    order.force = words.has("--force");
    const auto priority = words.number("--priority", -1000, 1000);
    if (!priority)
        return failWith(priority);
    order.priority = static_cast<int>(priority->value_or(0));
    const auto token = readSecretFile(words.text("--hf-token-file"));
    if (!token)
        return failWith(token);
    order.hubToken = *token;
    // A bare repo: what fits is what a person means, as with `hf.co/…` elsewhere.
    const qsizetype scheme = order.model.indexOf("://"_L1);
    const QString path = order.model.mid(scheme < 0 ? 0 : scheme + 3);
    const bool namesFile = path.contains(u':') || path.contains(".gguf"_L1, Qt::CaseInsensitive);
    if (order.filename.isEmpty() && order.quantization.isEmpty() && !namesFile)
        order.quantization = u"auto"_s;
    const PullCommand::Manner manner{words.has("--cancel-on-interrupt"), words.has("--detach")};
    return CommandMaker(
        [order, manner](const Session &session) { return std::make_unique<PullCommand>(session, order, manner); });
}

} // namespace

CommandSpec pullSpec()
{
    return {"Models",
            "pull",
            "Fetch a model from the Hub and make it usable",
            "A repo alone means the quantization that fits the server best. The model's id is printed when it can be "
            "used.\n\n"
            "The download belongs to the server: Ctrl-C ends the view of it, and the same command watches it again. "
            "A model that is installed is not fetched again.",
            {{"MODEL", "OWNER/REPO, OWNER/REPO:QUANT, or the URL of a repo or a file of the Hub", true, false,
              Completes::Repos},
             {"FILE", "The file, if nothing else says which", false}},
            {{"--quantization",
              "QUANT",
              "Q4_K_M, …, or auto: the best that fits the server",
              Completes::Quantizations,
              {},
              "-q"},
             {"--revision", "REVISION", "Branch, tag or commit; main if none is given"},
             {"--force", nullptr, "Look for a newer file even if one is installed"},
             {"--priority", "N", "Among those that wait, the higher goes first; 0 if none is given"},
             {"--detach", nullptr, "Leave as soon as the server has taken the order", Completes::Nothing, {}, "-d"},
             {"--cancel-on-interrupt", nullptr, "Let Ctrl-C end the download, too"},
             {"--hf-token-file", "FILE", "A file with a Hub token for this download alone", Completes::Files}},
            {{"shimmyctl pull bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M", "that quantization"},
             {"shimmyctl pull bartowski/Qwen2.5-0.5B-Instruct-GGUF", "the one that fits the server best"},
             {"shimmyctl pull https://huggingface.co/org/repo/blob/main/model.gguf", "as copied from the Hub's page"},
             {"model=$(shimmyctl --quiet pull org/repo-GGUF:Q8_0)", "its id, for a script"}},
            makePull};
}

PullCommand::PullCommand(const Session &session, PullOrder order, Manner manner)
    : m_session(session)
    , m_order(std::move(order))
    , m_manner(manner)
{
}

PullCommand::~PullCommand() = default;

void PullCommand::start()
{
    m_stream = m_session.client.pull(m_order);
    connect(m_stream.get(), &ApiStream::received, this, &PullCommand::handleReceived);
    connect(m_stream.get(), &ApiStream::finished, this, &PullCommand::handleFinished);
    connect(m_stream.get(), &ApiStream::failed, this, &PullCommand::handleFailed);
}

void PullCommand::interrupt()
{
    if (m_manner.cancelsOnInterrupt && !m_jobId.isEmpty() && !std::exchange(m_isCancelling, true))
        return cancelJob();
    if (m_jobId.isEmpty())
        m_session.terminal.say(u"interrupted; shimmyctl downloads tells whether the server goes on"_s);
    else
        m_session.terminal.say(u"the download goes on at the server. Watch it again: shimmyctl pull …; "
                               "end it: shimmyctl downloads cancel %1"_s.arg(m_jobId));
    Q_EMIT ended(ExitCode::Interrupted);
}

void PullCommand::cancelJob()
{
    m_stream->disconnect(this);
    m_session.client.call(cancelJobCall(m_jobId, false), this, [this](const Result<QJsonObject> &answer) {
        if (answer)
            m_session.terminal.say(u"cancelled"_s);
        else
            m_session.terminal.complain(answer.error());
        Q_EMIT ended(ExitCode::Interrupted);
    });
}

void PullCommand::handleReceived(const QJsonObject &json)
{
    const PullEvent event = PullEvent::fromJson(json);
    if (event.status == PullEvent::Status::Starting)
        m_jobId = event.jobId;
    if (m_session.json)
        m_session.terminal.printJsonLine(json);
    else
        tell(event);
    m_last = event;
    if (m_manner.leavesAtOnce && !m_jobId.isEmpty()) {
        m_stream->disconnect(this);
        if (!m_session.json)
            m_session.terminal.printLine(m_jobId);
        Q_EMIT ended(ExitCode::Success);
    }
}

void PullCommand::tell(const PullEvent &event)
{
    Terminal &terminal = m_session.terminal;
    const bool isNews = event.status != m_last.status;
    switch (event.status) {
    case PullEvent::Status::Starting: return tellStarting(event);
    case PullEvent::Status::Queued:
        if (isNews || event.position != m_last.position)
            terminal.say(u"waiting for other downloads, position %1"_s.arg(event.position));
        return;
    case PullEvent::Status::Downloading: return showProgress(event);
    case PullEvent::Status::Verifying: return isNews ? terminal.say(u"verifying"_s) : void();
    case PullEvent::Status::Loading: return isNews ? terminal.say(u"loading"_s) : void();
    case PullEvent::Status::Paused:
        return isNews ? terminal.say(u"paused; shimmyctl downloads resume %1"_s.arg(m_jobId)) : void();
    case PullEvent::Status::Waiting: return isNews ? terminal.say(u"waiting: "_s + event.reason) : void();
    case PullEvent::Status::Complete:
    case PullEvent::Status::Unknown: return;
    }
}

void PullCommand::tellStarting(const PullEvent &event)
{
    if (event.jobId.isEmpty())
        return; // it is there
    const QString size = event.totalBytes > 0 ? u" (%1)"_s.arg(formatByteCount(event.totalBytes)) : QString();
    m_session.terminal.say(u"pulling "_s + (event.filename.isEmpty() ? m_order.model : event.filename) + size);
}

void PullCommand::handleFinished()
{
    if (m_last.status != PullEvent::Status::Complete) {
        m_session.terminal.complain(u"the server ended its answer without a result"_s, u"see shimmyctl status"_s);
        return Q_EMIT ended(ExitCode::Failed);
    }
    const QString took = m_jobId.isEmpty() ? u"it was there already"_s
                                           : u"ready after %1 s"_s.arg(QString::number(m_last.seconds, 'f', 1));
    m_session.terminal.say(u"%1; try: shimmyctl run %2"_s.arg(took, m_last.modelId));
    // What a script takes; a person has just read it.
    if (!m_session.json && !(m_session.terminal.outputIsTerminal() && m_session.terminal.showsBar()))
        m_session.terminal.printLine(m_last.modelId);
    Q_EMIT ended(ExitCode::Success);
}

void PullCommand::handleFailed(const Error &error)
{
    m_session.terminal.complain(error);
    Q_EMIT ended(exitCodeOf(error));
}

void PullCommand::showProgress(const PullEvent &event)
{
    if (m_session.terminal.showsBar())
        return m_session.terminal.showBar(progressLine(event, m_session.terminal.width() - 1));
    if (event.percent < m_nextMilestone)
        return;
    m_session.terminal.say(progressSentence(event));
    m_nextMilestone = (static_cast<int>(event.percent) / milestone + 1) * milestone;
}
