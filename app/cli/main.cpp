#include "base/signal_watcher.h"
#include "base/utf8_locale.h"
#include "cli/arguments.h"
#include "cli/list_command.h"
#include "cli/pull_command.h"
#include "cli/run_command.h"
#include "cli/status_command.h"
#include "cli/terminal.h"
#include "client/api_client.h"

#include <QCoreApplication>
#include <QFile>
#include <QNetworkAccessManager>

#include <csignal>

namespace {

/// Reads all of the standard input.
QString readPrompt()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(input.readAll());
}

std::unique_ptr<Command> makeCommand(Arguments::Order &order, ApiClient &client, Terminal &terminal)
{
    if (const auto *pull = std::get_if<PullOrder>(&order))
        return std::make_unique<PullCommand>(client, terminal, *pull);
    if (auto *run = std::get_if<Arguments::Run>(&order)) {
        const QString prompt = run->prompt.isEmpty() ? readPrompt() : run->prompt;
        if (!run->system.isEmpty())
            run->order.messages += ChatMessage{QStringLiteral("system"), run->system};
        if (run->raw)
            run->order.rawPrompt = prompt;
        else
            run->order.messages += ChatMessage{QStringLiteral("user"), prompt};
        return std::make_unique<RunCommand>(client, terminal, run->order);
    }
    if (std::holds_alternative<Arguments::List>(order))
        return std::make_unique<ListCommand>(client, terminal);
    return std::make_unique<StatusCommand>(client, terminal);
}

} // namespace

int main(int argc, char **argv)
{
    ::signal(SIGPIPE, SIG_DFL); // `shimmyctl run … | head` ends quietly
    useUtf8Locale();
    QCoreApplication application(argc, argv);
    Terminal terminal(stdout, stderr);
    auto arguments = parseArguments(argc, argv);
    if (!arguments) {
        terminal.complain(arguments.error().message, arguments.error().hint);
        return static_cast<int>(ExitCode::BadUsage);
    }
    if (const auto *text = std::get_if<QString>(&arguments->order)) {
        terminal.print(*text);
        return static_cast<int>(ExitCode::Success);
    }

    QNetworkAccessManager network;
    ApiClient client(network, arguments->server);
    const auto command = makeCommand(arguments->order, client, terminal);
    SignalWatcher signalWatcher; // after the prompt was read: until then Ctrl-C just ends us
    QObject::connect(&signalWatcher, &SignalWatcher::terminationRequested, command.get(), &Command::interrupt);
    QObject::connect(command.get(), &Command::ended, &application,
                     [](ExitCode code) { QCoreApplication::exit(static_cast<int>(code)); });
    QMetaObject::invokeMethod(command.get(), &Command::start, Qt::QueuedConnection);
    return QCoreApplication::exec();
}
