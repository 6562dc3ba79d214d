#pragma once

#include "cli/arguments.h"
#include "cli/terminal.h"
#include "client/api_client.h"
#include "scripted_api.h"

#include <QSignalSpy>
#include <QTest>

/// What a command line came to.
struct CommandOutcome {
    int code = -1; ///< -1: it did not end
    QString output;
    QString messages;
};

inline QString contentOf(std::FILE *file)
{
    std::rewind(file);
    QByteArray content;
    for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file))
        content += static_cast<char>(c);
    return QString::fromUtf8(content);
}

/// Runs \a words of a command line against \a api to its end, as main() does but in this process; with \a interrupted,
/// Ctrl-C comes as soon as something was printed.
inline CommandOutcome runCommand(const ScriptedApi &api, const QStringList &words, const QByteArray &key = {},
                                 bool interrupted = false)
{
    std::FILE *output = std::tmpfile();
    std::FILE *messages = std::tmpfile();
    CommandOutcome outcome;
    {
        Terminal terminal(output, messages);
        const auto arguments = parseArguments(QStringList{QStringLiteral("--server"), api.url()} + words);
        if (!arguments) {
            terminal.complain(arguments.error());
            outcome.code = static_cast<int>(ExitCode::BadUsage);
        } else if (const auto *text = std::get_if<QString>(&arguments->order)) {
            terminal.print(*text);
            outcome.code = 0;
        } else {
            terminal.setJson(arguments->json);
            terminal.setQuiet(arguments->quiet);
            ApiClient client(arguments->server, Secret(key));
            const auto command = std::get<CommandMaker>(arguments->order)({client, terminal, arguments->json});
            QObject::connect(command.get(), &Command::ended, command.get(),
                             [&outcome](ExitCode code) { outcome.code = static_cast<int>(code); });
            command->start();
            if (interrupted && QTest::qWaitFor([&] { return std::ftell(messages) + std::ftell(output) > 0; }, 10'000))
                command->interrupt();
            (void)QTest::qWaitFor([&outcome] { return outcome.code >= 0; }, 20'000);
        }
    }
    outcome.output = contentOf(output);
    outcome.messages = contentOf(messages);
    std::fclose(output);
    std::fclose(messages);
    return outcome;
}
