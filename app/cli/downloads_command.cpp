#include "cli/downloads_command.h"

#include "base/byte_count.h"
#include "cli/amounts.h"
#include "cli/call_command.h"
#include "cli/table.h"
#include "cli/terminal.h"

using namespace Qt::StringLiterals;

namespace {

Style styleOf(const Job &job)
{
    if (job.state == "complete"_L1)
        return Style::Good;
    if (job.state == "failed"_L1)
        return Style::Bad;
    return job.state == "paused"_L1 || job.state == "waiting_for_space"_L1 ? Style::Warning : Style::Plain;
}

QString stateOf(const Job &job)
{
    QString state = job.state;
    state.replace(u'_', u' ');
    return job.position > 0 ? u"%1 (%2.)"_s.arg(state).arg(job.position) : state;
}

QString whatOf(const Job &job)
{
    const QString file = job.filename.isEmpty() ? job.quantization : job.filename;
    return file.isEmpty() ? job.repo : QString(file + u" of "_s + job.repo);
}

void showJobs(const QJsonObject &answer, Terminal &terminal)
{
    const QList<Job> jobs = Job::listFromJson(answer);
    if (jobs.isEmpty())
        return terminal.say(u"no downloads; shimmyctl pull OWNER/REPO begins one"_s);
    terminal.printTable(jobTable(jobs));
    for (const Job &job : jobs) {
        if (!job.error.isEmpty() && job.state != "cancelled"_L1)
            terminal.printLine(StyledText(u"%1: %2"_s.arg(job.id, job.error), Style::Quiet));
    }
}

/// Says that the server has taken the order; what state the download is in may lag behind.
CallCommand::Show telling(const QString &done)
{
    return [done](const QJsonObject &answer, Terminal &terminal) {
        terminal.say(whatOf(Job::fromJson(answer)) + u": "_s + done);
    };
}

const ParameterSpec jobParameter{"ID", "As shimmyctl downloads shows it", true, false, Completes::Jobs};

CommandSpec orderSpec(const char *name, const char *summary, const QString &verb, const QString &done)
{
    return {"Downloads",
            name,
            summary,
            "",
            {jobParameter},
            {},
            {},
            [verb, done](const Words &words) -> Result<CommandMaker> {
                return CommandMaker([call = orderJobCall(words.text("ID"), verb), done](const Session &session) {
                    return std::make_unique<CallCommand>(session, call, telling(done));
                });
            }};
}

CommandSpec listSpec()
{
    return {"Downloads",
            "downloads",
            "Show running, waiting, failed and recent downloads",
            "",
            {},
            {},
            {{"shimmyctl downloads", "all of them"}},
            [](const Words &) -> Result<CommandMaker> {
                return CommandMaker([](const Session &session) {
                    return std::make_unique<CallCommand>(session, listJobsCall(), showJobs);
                });
            }};
}

CommandSpec cancelSpec()
{
    return {"Downloads",
            "downloads cancel",
            "End a download and free its disk space",
            "",
            {jobParameter},
            {{"--keep", nullptr, "Keep what came, for the next pull of the file"}},
            {},
            [](const Words &words) -> Result<CommandMaker> {
                return CommandMaker(
                    [toSend = cancelJobCall(words.text("ID"), words.has("--keep"))](const Session &session) {
                        return std::make_unique<CallCommand>(session, toSend, telling(u"cancelled"_s));
                    });
            }};
}

CommandSpec moveSpec()
{
    return {"Downloads",
            "downloads move",
            "Give a waiting download another place",
            "",
            {jobParameter, {"POSITION", "1 is the next"}},
            {},
            {{"shimmyctl downloads move 5f0c8a91d2e3 1", "it is the next one"}},
            [](const Words &words) -> Result<CommandMaker> {
                const auto position = words.number("POSITION", 1, 1'000'000);
                if (!position)
                    return failWith(position);
                const auto place = static_cast<int>(**position - 1);
                return CommandMaker([toSend = moveJobCall(words.text("ID"), place)](const Session &session) {
                    return std::make_unique<CallCommand>(session, toSend, telling(u"moved"_s));
                });
            }};
}

} // namespace

Table jobTable(const QList<Job> &jobs)
{
    using Kind = Table::Kind;
    Table table({{u"ID"_s},
                 {u"WHAT"_s, Kind::Flexible},
                 {u"STATE"_s},
                 {u"DONE"_s, Kind::Number},
                 {u"SIZE"_s, Kind::Number},
                 {u"RATE"_s, Kind::Number},
                 {u"LEFT"_s, Kind::Number}});
    for (const Job &job : jobs) {
        // What was there already was no byte of work; it is nevertheless all of it.
        const double percent = job.state == "complete"_L1 ? 100 : job.percent;
        table.addRow({job.id, whatOf(job), StyledText(stateOf(job), styleOf(job)), u"%1 %"_s.arg(percent, 0, 'f', 1),
                      job.totalBytes > 0 ? formatByteCount(job.totalBytes) : u"-"_s,
                      job.bytesPerSecond > 0 ? QString(formatByteCount(job.bytesPerSecond) + u"/s"_s) : u"-"_s,
                      job.etaSeconds ? formatDuration(*job.etaSeconds) : u"-"_s});
    }
    return table;
}

std::vector<CommandSpec> downloadsSpecs()
{
    return {
        listSpec(),
        orderSpec("downloads pause", "Stop a download's traffic and keep what came", u"pause"_s, u"paused"_s),
        orderSpec("downloads resume", "Go on with a paused or waiting download", u"resume"_s, u"resumed"_s),
        orderSpec("downloads retry", "Try a failed download again, where it was", u"retry"_s, u"tried again"_s),
        cancelSpec(),
        moveSpec(),
    };
}
