#include "cli/status_command.h"

#include "base/byte_count.h"
#include "cli/amounts.h"
#include "cli/call_command.h"
#include "cli/facts.h"
#include "cli/terminal.h"
#include "client/api_client.h"

using namespace Qt::StringLiterals;

namespace {

bool canGenerate(const QJsonObject &service)
{
    const QString state = service.value("shimmy"_L1).toString();
    return state == "ready"_L1 || state == "replacing"_L1;
}

void showService(const QJsonObject &service, Terminal &terminal, const QString &server)
{
    const QJsonObject download = service.value("download_status"_L1).toObject();
    const QString pulling =
        download.value("current_model"_L1).toString() + u' ' + download.value("current_filename"_L1).toString();
    const QString version = service.value("shimmy_version"_L1).toString();
    const QJsonValue free = service.value("disk_free_bytes"_L1);
    StyledText shimmy(service.value("shimmy"_L1).toString(), canGenerate(service) ? Style::Good : Style::Bad);
    shimmy += StyledText(version.isEmpty() ? QString() : QString(u" ("_s + version + u')'));
    Facts facts;
    facts.add(u"server"_s, u"%1 at %2"_s.arg(service.value("manager"_L1).toString(), server));
    facts.add(u"Shimmy"_s, shimmy);
    facts.add(u"models"_s, QString::number(service.value("models"_L1).toInteger()));
    facts.add(u"pulling"_s, download.value("in_progress"_L1).toBool() ? pulling.trimmed() : u"nothing"_s);
    facts.add(u"waiting"_s, u"%1 generations"_s.arg(service.value("queue_length"_L1).toInteger()));
    facts.add(u"disk free"_s, free.isDouble() ? formatByteCount(free.toInteger()) : u"-"_s);
    facts.add(u"up for"_s, formatDuration(service.value("uptime_seconds"_L1).toInteger()));
    facts.print(terminal);
}

} // namespace

CommandSpec statusSpec()
{
    return {"Server",
            "status",
            "Show how the server is",
            "Fails while it could not generate.",
            {},
            {},
            {{"shimmyctl status", "in words"},
             {"until shimmyctl --quiet status > /dev/null; do sleep 1; done", "wait until it can answer"}},
            [](const Words &) -> Result<CommandMaker> {
                return CommandMaker([](const Session &session) {
                    const QString server = session.client.server().toString();
                    const auto show = [server](const QJsonObject &service, Terminal &terminal) {
                        showService(service, terminal, server);
                    };
                    return std::make_unique<CallCommand>(
                        session, ApiCall::get(u"/"_s), show, [](const QJsonObject &service) {
                            return canGenerate(service) ? ExitCode::Success : ExitCode::Failed;
                        });
                });
            }};
}
