#include "cli/arguments.h"

#include "cli/command_table.h"
#include "cli/help.h"
#include "client/server_error.h"

#include <QCommandLineParser>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace {

void declare(QCommandLineParser &parser, const std::vector<OptionSpec> &options)
{
    for (const OptionSpec &option : options) {
        QStringList names{QString::fromLatin1(option.name).mid(2)};
        if (option.letter)
            names += QString::fromLatin1(option.letter).mid(1);
        parser.addOption({names, QString(), option.value ? QString::fromLatin1(option.value) : QString()});
    }
}

tl::unexpected<Error> wrongUsage(const QString &message, const CommandSpec *command = nullptr)
{
    const QString name = command ? QString(QString::fromLatin1(command->name) + u' ') : QString();
    return fail(ErrorKind::InvalidArgument, message, u"see shimmyctl %1--help"_s.arg(name));
}

/// How many letters have to be typed anew to make \a right of \a wrong.
qsizetype distance(const QString &wrong, const QString &right)
{
    QList<qsizetype> row(right.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < wrong.size(); ++i) {
        qsizetype diagonal = std::exchange(row[0], i + 1);
        for (qsizetype j = 0; j < right.size(); ++j) {
            const qsizetype replaced = diagonal + (wrong.at(i) == right.at(j) ? 0 : 1);
            diagonal = std::exchange(row[j + 1], std::min({replaced, row.at(j) + 1, row.at(j + 1) + 1}));
        }
    }
    return row.last();
}

tl::unexpected<Error> unknownCommand(const QString &name)
{
    QString nearest;
    qsizetype least = 3;
    for (const CommandSpec &command : commandTable()) {
        const QString other = QString::fromLatin1(command.name);
        if (const qsizetype letters = distance(name, other); !command.hidden && letters < least) {
            least = letters;
            nearest = other;
        }
    }
    return fail(ErrorKind::InvalidArgument, u"there is no command \"%1\""_s.arg(name.left(40)),
                nearest.isEmpty() ? u"shimmyctl --help lists all"_s : u"did you mean %1?"_s.arg(nearest));
}

Result<void> checkChoice(const QString &name, const std::vector<const char *> &choices, const QStringList &values,
                         const CommandSpec &command)
{
    QStringList allowed;
    for (const char *choice : choices)
        allowed += QString::fromLatin1(choice);
    for (const QString &value : values) {
        if (!allowed.isEmpty() && !allowed.contains(value))
            return wrongUsage(u"%1 is one of %2, not \"%3\""_s.arg(name, allowed.join(u", "_s), value), &command);
    }
    return {};
}

/// \a given, dealt out to the command's parameters in their order.
Result<Words> parametersOf(const CommandSpec &command, QStringList given)
{
    Words words;
    for (const ParameterSpec &parameter : command.parameters) {
        const QString name = QString::fromLatin1(parameter.name);
        if (given.isEmpty()) {
            if (parameter.required)
                return wrongUsage(u"%1 is missing: %2"_s.arg(name, usageOf(command)), &command);
            continue;
        }
        const QStringList values = parameter.repeats ? std::exchange(given, {}) : QStringList{given.takeFirst()};
        if (const auto fits = checkChoice(name, parameter.choices, values, command); !fits)
            return failWith(fits);
        words.add(name, values);
    }
    if (!given.isEmpty())
        return wrongUsage(u"\"%1\" is one word too many: %2"_s.arg(given.first(), usageOf(command)), &command);
    return words;
}

Result<Words> wordsOf(const CommandSpec &command, const QCommandLineParser &parser)
{
    auto words = parametersOf(command, parser.positionalArguments());
    if (!words)
        return words;
    for (const OptionSpec &option : command.options) {
        const QString name = QString::fromLatin1(option.name);
        if (!parser.isSet(name.mid(2)))
            continue;
        const QStringList values = parser.values(name.mid(2));
        if (const auto fits = checkChoice(name, option.choices, values, command); !fits)
            return failWith(fits);
        words->add(name, values);
    }
    return words;
}

QString valueOf(const QString &option, const QCommandLineParser &later, const QCommandLineParser &earlier)
{
    return later.isSet(option) ? later.value(option) : earlier.value(option);
}

} // namespace

Result<Arguments> parseArguments(const QStringList &words)
{
    QCommandLineParser before; // what stands before the command
    before.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    declare(before, globalOptions());
    if (!before.parse(QStringList{u"shimmyctl"_s} + words))
        return wrongUsage(before.errorText());
    QStringList rest = before.positionalArguments();
    if (before.isSet(u"version"_s))
        return Arguments{{}, {}, false, false, u"shimmyctl " SHIMMY_MANAGER_VERSION "\n"_s};
    if (rest.isEmpty())
        return Arguments{{}, {}, false, false, helpText()};
    const CommandSpec *command = findCommand(rest.first());
    if (!command)
        return unknownCommand(rest.first());
    rest.removeFirst();
    if (!rest.isEmpty()) {
        if (const auto *inner = findCommand(QString::fromLatin1(command->name) + u' ' + rest.first())) {
            command = inner;
            rest.removeFirst();
        }
    }

    QCommandLineParser after;
    declare(after, globalOptions());
    declare(after, command->options);
    if (!after.parse(QStringList{u"shimmyctl"_s} + rest))
        return wrongUsage(after.errorText(), command);
    if (before.isSet(u"help"_s) || after.isSet(u"help"_s))
        return Arguments{{}, {}, false, false, helpText(*command)};

    const auto given = wordsOf(*command, after);
    if (!given)
        return failWith(given);
    QString named = command->serverOf ? command->serverOf(*given) : QString();
    if (named.isEmpty())
        named = valueOf(u"server"_s, after, before);
    if (named.isEmpty())
        named = qEnvironmentVariable("SHIMMYD_URL", u"http://localhost:8080"_s);
    const auto server = parseServer(named);
    if (!server)
        return failWith(server);
    auto maker = command->make(*given);
    if (!maker)
        return wrongUsage(maker.error().message, command);
    return Arguments{*server, valueOf(u"api-key-file"_s, after, before),
                     before.isSet(u"json"_s) || after.isSet(u"json"_s),
                     before.isSet(u"quiet"_s) || after.isSet(u"quiet"_s), std::move(*maker)};
}
