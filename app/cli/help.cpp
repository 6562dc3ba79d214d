#include "cli/help.h"

#include "cli/command_table.h"
#include "cli/exit_code.h"
#include "cli/text_width.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int textColumns = 80;
constexpr int termColumns = 22;

/// "  TERM    what it means", the meaning broken into lines.
QString entry(const QString &term, const QString &meaning)
{
    const QString indent(termColumns, u' ');
    const QString begin = u"  "_s + term;
    const QStringList lines = wrapped(meaning, textColumns - termColumns);
    const bool fits = displayWidth(begin) + 2 <= termColumns;
    return (fits ? padded(begin, termColumns) : QString(begin + u'\n' + indent)) + lines.join(QString(u'\n' + indent))
        + u'\n';
}

QString optionTerm(const OptionSpec &option)
{
    const QString letter = option.letter ? QString(QString::fromLatin1(option.letter) + u", "_s) : QString();
    const QString value = option.value ? QString(u' ' + QString::fromLatin1(option.value)) : QString();
    return letter + QString::fromLatin1(option.name) + value;
}

QString choicesOf(const std::vector<const char *> &choices)
{
    QStringList names;
    for (const char *choice : choices)
        names += QString::fromLatin1(choice);
    return names.isEmpty() ? QString() : QString(u": "_s + names.join(u", "_s));
}

QString optionEntries(const std::vector<OptionSpec> &options)
{
    QString text;
    for (const OptionSpec &option : options)
        text += entry(optionTerm(option), QString::fromUtf8(option.help) + choicesOf(option.choices));
    return text;
}

QString paragraphs(const char *description)
{
    QString text;
    for (const QString &paragraph : QString::fromUtf8(description).split(u"\n\n"_s, Qt::SkipEmptyParts))
        text += wrapped(paragraph.simplified(), textColumns).join(u'\n') + u"\n\n"_s;
    return text;
}

QString exitCodes()
{
    QStringList codes;
    for (const ExitCodeMeaning &each : exitCodeTable())
        codes += u"%1 %2"_s.arg(static_cast<int>(each.code)).arg(QString::fromUtf8(each.word));
    return wrapped(u"Exit codes: "_s + codes.join(u", "_s) + u'.', textColumns).join(u'\n') + u'\n';
}

} // namespace

QString helpText()
{
    QString text = u"shimmyctl manages the models of a shimmyd and asks them.\n\n"
                   "Usage: shimmyctl [OPTIONS] COMMAND …\n"_s;
    QString group;
    for (const CommandSpec &command : commandTable()) {
        if (command.hidden)
            continue;
        if (const QString itsGroup = QString::fromLatin1(command.group); itsGroup != group) {
            group = itsGroup;
            text += u'\n' + group + u":\n"_s;
        }
        text += entry(QString::fromLatin1(command.name), QString::fromUtf8(command.summary));
    }
    text += u"\nOptions of all commands:\n"_s + optionEntries(globalOptions());
    text += u"\nExamples:\n"
            "  shimmyctl pull bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M\n"
            "  shimmyctl run Llama-3.2-1B-Instruct \"Why is the sea salt?\"\n"
            "  git diff | shimmyctl run Llama-3.2-1B-Instruct --system \"Summarise this.\"\n"
            "\nshimmyctl COMMAND --help explains one command.\n"_s;
    return text + exitCodes();
}

QString helpText(const CommandSpec &command)
{
    QString text = QString::fromUtf8(command.summary) + u".\n\nUsage: "_s + usageOf(command) + u"\n\n"_s
        + paragraphs(command.description);
    if (!command.parameters.empty()) {
        for (const ParameterSpec &parameter : command.parameters) {
            text += entry(QString::fromLatin1(parameter.name),
                          QString::fromUtf8(parameter.help) + choicesOf(parameter.choices));
        }
        text += u'\n';
    }
    if (!command.options.empty())
        text += u"Options:\n"_s + optionEntries(command.options) + u'\n';
    text += u"All take --server, --api-key-file, --json and --quiet: see shimmyctl --help.\n"_s;
    if (!command.examples.empty())
        text += u"\nExamples:\n"_s;
    for (const Example &example : command.examples)
        text += u"  "_s + QString::fromUtf8(example.line) + u"\n      "_s + QString::fromUtf8(example.meaning) + u'\n';
    return text;
}
