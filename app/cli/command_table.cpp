#include "cli/command_table.h"

#include "cli/complete_command.h"
#include "cli/downloads_command.h"
#include "cli/export_command.h"
#include "cli/hub_commands.h"
#include "cli/list_command.h"
#include "cli/model_commands.h"
#include "cli/pull_command.h"
#include "cli/remove_command.h"
#include "cli/run_command.h"
#include "cli/server_commands.h"
#include "cli/status_command.h"
#include "cli/text_command.h"

namespace {

void append(std::vector<CommandSpec> &table, const std::vector<CommandSpec> &more)
{
    table.insert(table.end(), more.begin(), more.end());
}

std::vector<CommandSpec> makeTable()
{
    std::vector<CommandSpec> table{pullSpec(), runSpec(), listSpec()};
    append(table, modelSpecs());
    append(table, {exportSpec(), removeSpec()});
    append(table, hubSpecs());
    append(table, downloadsSpecs());
    append(table, {statusSpec()});
    append(table, serverSpecs());
    append(table, textSpecs());
    append(table, {completeSpec()});
    return table;
}

} // namespace

const std::vector<CommandSpec> &commandTable()
{
    static const std::vector<CommandSpec> table = makeTable();
    return table;
}

const CommandSpec *findCommand(const QString &name)
{
    for (const CommandSpec &command : commandTable()) {
        if (name == QLatin1StringView(command.name))
            return &command;
    }
    return nullptr;
}
