#include "cli/list_command.h"

#include "base/byte_count.h"
#include "cli/amounts.h"
#include "cli/call_command.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "client/installed_model.h"

using namespace Qt::StringLiterals;

namespace {

void showModels(const QJsonObject &answer, Terminal &terminal)
{
    const QList<InstalledModel> models = InstalledModel::listFromJson(answer);
    if (models.isEmpty())
        return terminal.say(u"no models yet; shimmyctl pull OWNER/REPO brings one"_s);
    terminal.printTable(modelTable(models, QDateTime::currentDateTimeUtc()));
}

} // namespace

Table modelTable(const QList<InstalledModel> &models, const QDateTime &now)
{
    using Kind = Table::Kind;
    Table table({{u"ID"_s, Kind::Flexible},
                 {u"QUANT"_s},
                 {u"SIZE"_s, Kind::Number},
                 {u"CONTEXT"_s, Kind::Number},
                 {u"ADDED"_s},
                 {u"REPO"_s, Kind::Flexible}});
    for (const InstalledModel &model : models) {
        table.addRow({StyledText(model.id, Style::Strong), orDash(model.quantization), formatByteCount(model.bytes),
                      model.contextLength > 0 ? QString::number(model.contextLength) : u"-"_s,
                      formatAge(model.addedAt, now), orDash(model.repo)});
    }
    return table;
}

CommandSpec listSpec()
{
    return {
        "Models",
        "list",
        "Show the models that are ready for use",
        "Their hashes, origin and memory: shimmyctl show MODEL.",
        {},
        {},
        {{"shimmyctl list", "all of them"}, {"shimmyctl list --json | jq -r '.data[].id'", "their ids, for a script"}},
        [](const Words &) -> Result<CommandMaker> {
            return CommandMaker([](const Session &session) {
                return std::make_unique<CallCommand>(session, ApiCall::get(u"/v1/models"_s), showModels);
            });
        }};
}
