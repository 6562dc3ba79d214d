#include "cli/completion.h"

#include "cli/command_table.h"

using namespace Qt::StringLiterals;

namespace {

/// The usual ones, for repos that nobody has looked into.
const char *const quantizations[] = {"auto",   "Q4_K_M", "Q4_K_S", "Q5_K_M", "Q6_K", "Q8_0",
                                     "Q3_K_M", "Q2_K",   "IQ4_XS", "F16",    "BF16"};

const OptionSpec *findOption(const CommandSpec *command, const QString &name)
{
    std::vector<const std::vector<OptionSpec> *> lists{&globalOptions()};
    if (command)
        lists.push_back(&command->options);
    for (const auto *list : lists) {
        for (const OptionSpec &option : *list) {
            if (name == QLatin1StringView(option.name) || (option.letter && name == QLatin1StringView(option.letter)))
                return &option;
        }
    }
    return nullptr;
}

/// What of a line is known before its last word.
struct Line {
    const CommandSpec *command = nullptr;
    const OptionSpec *pending = nullptr; ///< wants a value, which is the word in question
    QStringList given; ///< the command's parameters so far
    QString server;
};

Line read(const QStringList &words)
{
    Line line;
    for (const QString &word : words) {
        if (line.pending) {
            if (std::string_view(line.pending->name) == "--server")
                line.server = word;
            line.pending = nullptr;
        } else if (word.startsWith(u'-') && word.size() > 1) {
            const OptionSpec *option = findOption(line.command, word);
            line.pending = option && option->value ? option : nullptr;
        } else if (!line.command) {
            line.command = findCommand(word);
            if (!line.command)
                return line;
        } else if (const auto *inner = findCommand(QString::fromLatin1(line.command->name) + u' ' + word);
                   inner && line.given.isEmpty()) {
            line.command = inner;
        } else {
            line.given += word;
        }
    }
    return line;
}

void addOptions(Completion &completion, const std::vector<OptionSpec> &options)
{
    for (const OptionSpec &option : options)
        completion.candidates += {QString::fromLatin1(option.name), QString::fromUtf8(option.help)};
}

/// Commands after \a before ("" or "downloads ").
void addCommands(Completion &completion, const QString &before)
{
    for (const CommandSpec &command : commandTable()) {
        const QString name = QString::fromLatin1(command.name);
        const QString rest = name.mid(before.size());
        if (!command.hidden && name.startsWith(before) && !rest.isEmpty() && !rest.contains(u' '))
            completion.candidates += {rest, QString::fromUtf8(command.summary)};
    }
}

void addValues(Completion &completion, Completes kind, const std::vector<const char *> &choices)
{
    completion.asks = kind;
    for (const char *choice : choices)
        completion.candidates += {QString::fromLatin1(choice), {}};
    if (kind == Completes::Commands)
        addCommands(completion, {});
    if (kind == Completes::Quantizations && completion.repo.isEmpty()) {
        for (const char *quantization : quantizations)
            completion.candidates += {QString::fromLatin1(quantization), {}};
    }
}

} // namespace

Completion completionOf(const QStringList &words)
{
    Completion completion;
    completion.typed = words.isEmpty() ? QString() : words.last();
    const Line line = read(words.isEmpty() ? words : words.first(words.size() - 1));
    completion.server = line.server;
    const QString named = line.given.value(0);
    if (named.contains(u'/'))
        completion.repo = named.section(u':', 0, 0);

    if (line.pending) {
        addValues(completion, line.pending->completes, line.pending->choices);
    } else if (completion.typed.startsWith(u'-')) {
        if (line.command)
            addOptions(completion, line.command->options);
        addOptions(completion, globalOptions());
    } else if (!line.command) {
        addCommands(completion, {});
    } else {
        if (line.given.isEmpty())
            addCommands(completion, QString::fromLatin1(line.command->name) + u' ');
        const auto &parameters = line.command->parameters;
        auto index = static_cast<size_t>(line.given.size());
        if (index >= parameters.size() && !parameters.empty() && parameters.back().repeats)
            index = parameters.size() - 1;
        if (index < parameters.size())
            addValues(completion, parameters[index].completes, parameters[index].choices);
    }
    return completion;
}
