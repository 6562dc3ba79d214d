#include "cli/export_command.h"

#include "base/byte_count.h"
#include "cli/progress_line.h"
#include "cli/terminal.h"
#include "client/api_client.h"
#include "client/model_details.h"

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 chunkBytes = 1LL << 20;

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
    m_bytes = m_session.client.bytes(exportModelCall(m_model));
    connect(m_bytes.get(), &ApiBytes::changed, this, &ExportCommand::advance);
}

Result<void> ExportCommand::open()
{
    if (m_path == "-"_L1) {
        if (!m_output.open(stdout, QIODevice::WriteOnly))
            return fail(ErrorKind::DiskFailed, u"the output cannot be written"_s);
        return {};
    }
    if (m_path.isEmpty())
        m_path = m_bytes->suggestedName();
    if (m_path.isEmpty())
        m_path = u"model.tar"_s;
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
    if (!isOpen()) { // be there nothing in it
        if (const auto opened = open(); !opened)
            return opened;
    }
    QIODevice &to = m_file ? static_cast<QIODevice &>(*m_file) : m_output;
    for (QByteArray bytes = m_bytes->read(chunkBytes); !bytes.isEmpty(); bytes = m_bytes->read(chunkBytes)) {
        if (to.write(bytes) != bytes.size())
            return fail(ErrorKind::DiskFailed, u"cannot write: %1"_s.arg(to.errorString()));
        m_written += bytes.size();
    }
    return {};
}

void ExportCommand::advance()
{
    if (const auto &error = m_bytes->error())
        return giveUp(*error);
    if (const auto taken = takeBytes(); !taken)
        return giveUp(taken.error());
    if (m_bytes->isOver())
        return finish();
    if (m_session.terminal.showsBar())
        showProgress();
}

void ExportCommand::showProgress()
{
    PullEvent event;
    event.filename = m_path == "-"_L1 ? m_model : m_path;
    event.completedBytes = m_written;
    event.totalBytes = m_bytes->totalBytes();
    event.percent =
        event.totalBytes > 0 ? 100.0 * static_cast<double>(m_written) / static_cast<double>(event.totalBytes) : 0;
    m_session.terminal.showBar(progressLine(event, m_session.terminal.width() - 1));
}

void ExportCommand::finish()
{
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
    m_bytes->disconnect(this);
    m_session.terminal.complain(error);
    Q_EMIT ended(exitCodeOf(error));
}
