#include "base/signal_watcher.h"
#include "base/utf8_locale.h"
#include "cli/arguments.h"
#include "cli/secret_file.h"
#include "cli/terminal.h"
#include "client/api_client.h"

#include <QCoreApplication>

#include <csignal>

namespace {

Result<Secret> apiKey(const Arguments &arguments)
{
    if (!arguments.apiKeyFile.isEmpty())
        return readSecretFile(arguments.apiKeyFile);
    const QByteArray key = qgetenv("SHIMMYD_API_KEY");
    if (key.isEmpty())
        return Secret();
    return parseSecret(key, QStringLiteral("SHIMMYD_API_KEY"));
}

int failUsage(Terminal &terminal, const Error &error)
{
    terminal.complain(error);
    return static_cast<int>(ExitCode::BadUsage);
}

} // namespace

int main(int argc, char **argv)
{
    ::signal(SIGPIPE, SIG_DFL); // `shimmyctl run … | head` ends quietly
    useUtf8Locale();
    const QCoreApplication application(argc, argv);
    Terminal terminal(stdout, stderr);
    const auto arguments = parseArguments(QCoreApplication::arguments().mid(1));
    if (!arguments)
        return failUsage(terminal, arguments.error());
    if (const auto *text = std::get_if<QString>(&arguments->order)) {
        terminal.print(*text);
        return static_cast<int>(ExitCode::Success);
    }
    terminal.setQuiet(arguments->quiet);
    terminal.setJson(arguments->json);
    auto key = apiKey(*arguments);
    if (!key)
        return failUsage(terminal, key.error());

    ApiClient client(arguments->server, *key);
    // Made before signals are watched: until a prompt was read from the input, Ctrl-C just ends us.
    const auto command = std::get<CommandMaker>(arguments->order)({client, terminal, arguments->json});
    const SignalWatcher signalWatcher;
    QObject::connect(&signalWatcher, &SignalWatcher::terminationRequested, command.get(), &Command::interrupt);
    QObject::connect(command.get(), &Command::ended, &application,
                     [](ExitCode code) { QCoreApplication::exit(static_cast<int>(code)); });
    QMetaObject::invokeMethod(command.get(), &Command::start, Qt::QueuedConnection);
    return QCoreApplication::exec();
}
