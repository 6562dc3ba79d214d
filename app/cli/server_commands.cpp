#include "cli/server_commands.h"

#include "cli/call_command.h"
#include "cli/follow_command.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "client/job.h"

#include <QJsonArray>
#include <QTime>

using namespace Qt::StringLiterals;

namespace {

QString changeOf(const QJsonObject &models)
{
    QStringList parts;
    for (const QString &deed : {u"added"_s, u"removed"_s, u"changed"_s}) {
        QStringList ids;
        for (const auto id : models.value(deed).toArray())
            ids += id.toString();
        if (!ids.isEmpty())
            parts += deed + u' ' + ids.join(u", "_s);
    }
    parts += u"%1 in all"_s.arg(models.value("total"_L1).toInteger());
    return parts.join(u"; "_s);
}

QString sentenceOf(const QString &type, const QJsonObject &data)
{
    if (type == "download"_L1 || type == "progress"_L1) {
        const Job job = Job::fromJson(data);
        const QString progress = type == "progress"_L1 ? u" %1 %"_s.arg(job.percent, 0, 'f', 1) : QString();
        return u"%1 %2 (%3) is %4%5"_s.arg(job.repo, job.filename, job.id, job.state, progress);
    }
    if (type == "models"_L1)
        return changeOf(data);
    if (type == "shimmy"_L1)
        return data.value("state"_L1).toString() + u' ' + data.value("trouble"_L1).toString();
    return type == "relist"_L1 ? u"something may have been missed before this"_s : QString();
}

void showEvent(const QJsonObject &event, Terminal &terminal)
{
    const QString type = event.value("event"_L1).toString();
    StyledText line(QTime::currentTime().toString(u"HH:mm:ss "_s), Style::Quiet);
    line += StyledText(padded(type, 10), Style::Strong);
    line += StyledText(sentenceOf(type, event.value("data"_L1).toObject()).trimmed());
    terminal.printLine(line);
}

CommandSpec eventsSpec()
{
    return {"Server",
            "events",
            "Show what changes, as it changes, until Ctrl-C",
            "Downloads, models and Shimmy. With --json each event is an object with event, id and data.",
            {},
            {},
            {{"shimmyctl events --json | jq -c 'select(.event == \"models\")'", "only changes of the models"}},
            [](const Words &) -> Result<CommandMaker> {
                return CommandMaker([](const Session &session) {
                    return std::make_unique<FollowCommand>(session, ApiCall::get(u"/v1/api/events"_s),
                                                           ApiStream::Framing::Feed, showEvent);
                });
            }};
}

Style styleOfLevel(const QString &level)
{
    if (level == "warning"_L1)
        return Style::Warning;
    return level == "error"_L1 || level == "critical"_L1 ? Style::Bad : Style::Quiet;
}

void showLogLine(const QJsonObject &object, Terminal &terminal)
{
    const QString level = object.value("level"_L1).toString();
    const QString request = object.value("request"_L1).toString();
    StyledText line(object.value("time"_L1).toString() + u' ', Style::Quiet);
    line += StyledText(padded(level, 7) + u' ', styleOfLevel(level));
    line += StyledText(object.value("category"_L1).toString() + u": "_s, Style::Strong);
    line += StyledText(object.value("message"_L1).toString().replace(u'\n', u' '));
    if (!request.isEmpty())
        line += StyledText(u" ["_s + request + u']', Style::Quiet);
    terminal.printLine(line);
}

CommandSpec logsSpec()
{
    return {
        "Server",
        "logs",
        "Show what the server has logged",
        "",
        {},
        {{"--follow", nullptr, "Go on with what comes, until Ctrl-C", Completes::Nothing, {}, "-f"},
         {"--level", "LEVEL", "The least that is wanted", Completes::Choices, {"debug", "info", "warning", "error"}},
         {"--lines", "N", "How many of the past at most; 200 if it is not given", Completes::Nothing, {}, "-n"}},
        {{"shimmyctl logs -f", "watch"}, {"shimmyctl logs --level warning -n 20", "the last that mattered"}},
        [](const Words &words) -> Result<CommandMaker> {
            const auto lines = words.number("--lines", 0, 2000);
            if (!lines)
                return failWith(lines);
            QUrlQuery query;
            query.addQueryItem(u"limit"_s, QString::number(lines->value_or(200)));
            if (words.has("--follow"))
                query.addQueryItem(u"follow"_s, u"true"_s);
            if (words.has("--level"))
                query.addQueryItem(u"level"_s, words.text("--level"));
            return CommandMaker([call = ApiCall::get(u"/v1/api/logs"_s, query)](const Session &session) {
                return std::make_unique<FollowCommand>(session, call, ApiStream::Framing::Lines, showLogLine);
            });
        }};
}

Style styleOfCheck(const QString &status)
{
    if (status == "ok"_L1)
        return Style::Good;
    if (status == "fail"_L1)
        return Style::Bad;
    return status == "warn"_L1 ? Style::Warning : Style::Quiet;
}

void showChecks(const QJsonObject &answer, Terminal &terminal)
{
    for (const auto &each : answer.value("checks"_L1).toArray()) {
        const QJsonObject check = each.toObject();
        const QString status = check.value("status"_L1).toString();
        const QString remedy = check.value("remedy"_L1).toString();
        StyledText line(padded(status, 8), styleOfCheck(status));
        line += StyledText(padded(check.value("name"_L1).toString(), 12), Style::Strong);
        line += StyledText(check.value("seen"_L1).toString());
        terminal.printLine(line);
        if (!remedy.isEmpty())
            terminal.printLine(StyledText(QString(20, u' ') + remedy));
    }
}

CommandSpec doctorSpec()
{
    return {"Server",
            "doctor",
            "Have the server check what it needs, with remedies",
            "Names, proxy, certificates, Hub, token, clock, disk, models and Shimmy. Fails if a check does.",
            {},
            {{"--no-generation", nullptr, "Leave out the test generation"}},
            {{"shimmyctl doctor", "before you ask somebody"}},
            [](const Words &words) -> Result<CommandMaker> {
                QUrlQuery query;
                if (words.has("--no-generation"))
                    query.addQueryItem(u"generation"_s, u"false"_s);
                ApiCall call = ApiCall::get(u"/v1/api/doctor"_s, query);
                call.patience = std::chrono::minutes(1); // it gives all checks together half of that
                return CommandMaker([call](const Session &session) {
                    return std::make_unique<CallCommand>(session, call, showChecks, [](const QJsonObject &answer) {
                        return answer.value("status"_L1) == "fail"_L1 ? ExitCode::Failed : ExitCode::Success;
                    });
                });
            }};
}

} // namespace

std::vector<CommandSpec> serverSpecs()
{
    return {doctorSpec(), logsSpec(), eventsSpec()};
}
