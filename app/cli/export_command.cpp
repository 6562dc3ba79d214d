#include "cli/export_command.h"

#include "base/byte_count.h"
#include "cli/progress_line.h"
#include "cli/terminal.h"
#include "client/api_client.h"
#include "client/model_details.h"
#include "client/server_error.h"

#include <QNetworkReply>
#include <QRegularExpression>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 bufferBytes = 4LL << 20;

int statusOf(const QNetworkReply &reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

/// The name that the server gives the file, if it is one that can do no harm.
QString nameOf(const QNetworkReply &reply)
{
    static const QRegularExpression pattern(u"filename=\"?([A-Za-z0-9_][A-Za-z0-9._+-]{0,200})\"?$"_s);
    const auto match = pattern.match(QString::fromLatin1(reply.rawHeader("Content-Disposition")));
    return match.hasMatch() ? match.captured(1) : u"model.tar"_s;
}

} // namespace

CommandSpec exportSpec()
{
    return {"Models",
            "export",
            "Bring a model here as a file",
            "For machines without a way to the Hub: a tar of the model and where it came from, with its hashes. "
            "Another server takes it in by import.",
            {{"MODEL", "An id from shimmyctl list", true, false, Completes::Models},
             {"FILE", "Where to; - is the standard output, and without it the server names the file", false, false,
              Completes::Files}},
            {{"--force", nullptr, "Overwrite the file"}},
            {{"shimmyctl export Llama-3.2-1B-Instruct", "into a file of that name and .tar, here"},
             {"shimmyctl export tiny - | ssh box 'cat > /data/tiny.tar'", "to elsewhere"}},
            [](const Words &words) -> Result<CommandMaker> {
                return CommandMaker([model = words.text("MODEL"), path = words.text("FILE"),
                                     force = words.has("--force")](const Session &session) {
                    return std::make_unique<ExportCommand>(session, model, path, force);
                });
            }};
}

ExportCommand::ExportCommand(const Session &session, QString model, QString path, bool overwrites)
    : m_session(session)
    , m_model(std::move(model))
    , m_path(std::move(path))
    , m_overwrites(overwrites)
{
}

ExportCommand::~ExportCommand() = default;

void ExportCommand::start()
{
    if (m_path == "-"_L1 && m_session.terminal.outputIsTerminal()) {
        m_session.terminal.complain(u"a tar is nothing to look at"_s, u"name a file, or pipe it on"_s);
        return Q_EMIT ended(ExitCode::BadUsage);
    }
    m_reply.reset(m_session.client.open(exportModelCall(m_model)));
    m_reply->setReadBufferSize(bufferBytes);
    connect(m_reply.get(), &QNetworkReply::readyRead, this, &ExportCommand::readMore);
    connect(m_reply.get(), &QNetworkReply::finished, this, &ExportCommand::handleFinished);
}

Result<void> ExportCommand::open()
{
    if (m_path == "-"_L1) {
        if (!m_output.open(stdout, QIODevice::WriteOnly))
            return fail(ErrorKind::DiskFailed, u"the output cannot be written"_s);
        return {};
    }
    if (m_path.isEmpty())
        m_path = nameOf(*m_reply);
    if (!m_overwrites && QFile::exists(m_path))
        return fail(ErrorKind::Busy, u"%1 exists"_s.arg(m_path), u"--force overwrites it"_s);
    auto file = std::make_unique<QSaveFile>(m_path);
    if (!file->open(QIODevice::WriteOnly))
        return fail(ErrorKind::DiskFailed, u"%1 cannot be written: %2"_s.arg(m_path, file->errorString()));
    m_file = std::move(file);
    return {};
}

Result<void> ExportCommand::takeBytes()
{
    if (!isOpen()) {
        if (const auto opened = open(); !opened)
            return opened;
    }
    const QByteArray bytes = m_reply->readAll();
    QIODevice &to = m_file ? static_cast<QIODevice &>(*m_file) : m_output;
    if (to.write(bytes) != bytes.size())
        return fail(ErrorKind::DiskFailed, u"cannot write: %1"_s.arg(to.errorString()));
    m_written += bytes.size();
    return {};
}

void ExportCommand::readMore()
{
    if (statusOf(*m_reply) != 200)
        return; // a refusal is read as a whole
    if (const auto taken = takeBytes(); !taken)
        return giveUp(taken.error());
    if (!m_session.terminal.showsBar())
        return;
    PullEvent event;
    event.filename = m_path == "-"_L1 ? m_model : m_path;
    event.completedBytes = m_written;
    event.totalBytes = m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong();
    event.percent =
        event.totalBytes > 0 ? 100.0 * static_cast<double>(m_written) / static_cast<double>(event.totalBytes) : 0;
    m_session.terminal.showBar(progressLine(event, m_session.terminal.width() - 1));
}

void ExportCommand::handleFinished()
{
    const bool refused = statusOf(*m_reply) != 200;
    const QByteArray body = refused ? m_reply->readAll() : QByteArray();
    if (const auto error = apiError(*m_reply, body, m_session.client.server()))
        return giveUp(*error);
    if (const auto taken = takeBytes(); !taken)
        return giveUp(taken.error());
    if (m_file ? !m_file->commit() : !m_output.flush())
        return giveUp({ErrorKind::DiskFailed, u"%1 cannot be written"_s.arg(m_path), {}, false, {}});
    m_session.terminal.say(u"%1 written"_s.arg(formatByteCount(m_written)));
    if (m_session.json)
        m_session.terminal.printJson({{u"file"_s, m_path}, {u"bytes"_s, m_written}});
    else if (m_file)
        m_session.terminal.printLine(m_path);
    Q_EMIT ended(ExitCode::Success);
}

void ExportCommand::giveUp(const Error &error)
{
    m_reply->disconnect(this);
    m_session.terminal.complain(error);
    Q_EMIT ended(exitCodeOf(error));
}
