#include "cli/manual.h"

#include "cli/command_table.h"
#include "cli/exit_code.h"

using namespace Qt::StringLiterals;

namespace {

struct Variable {
    const char *name;
    const char *meaning;
};

const Variable variables[] = {
    {"SHIMMYD_URL", "The server, unless --server names it."},
    {"SHIMMYD_API_KEY", "The server's API key, unless --api-key-file names a file with it."},
    {"NO_COLOR", "Set to anything: no colours, on terminals either."},
};

QString roff(const char *text)
{
    QString escaped = QString::fromUtf8(text).replace(u'\\', u"\\e"_s).replace(u'-', u"\\-"_s);
    if (escaped.startsWith(u'.') || escaped.startsWith(u'\''))
        escaped.prepend(u"\\&"_s);
    return escaped;
}

QString optionHead(const OptionSpec &option)
{
    QString head = option.letter ? QString(u"\\fB"_s + roff(option.letter) + u"\\fR, "_s) : QString();
    head += u"\\fB"_s + roff(option.name) + u"\\fR"_s;
    return option.value ? QString(head + u" \\fI"_s + roff(option.value) + u"\\fR"_s) : head;
}

QString choicesOf(const std::vector<const char *> &choices)
{
    QStringList names;
    for (const char *choice : choices)
        names += QString::fromLatin1(choice);
    return names.isEmpty() ? QString() : QString(u": "_s + names.join(u", "_s));
}

QString roffOptions(const std::vector<OptionSpec> &options)
{
    QString text;
    for (const OptionSpec &option : options)
        text += u".TP\n"_s + optionHead(option) + u'\n' + roff(option.help) + choicesOf(option.choices) + u".\n"_s;
    return text;
}

QString roffCommand(const CommandSpec &command)
{
    QString text = u".SS "_s + roff(qPrintable(usageOf(command).mid(10))) + u'\n' + roff(command.summary) + u".\n"_s;
    for (const QString &paragraph : QString::fromUtf8(command.description).split(u"\n\n"_s, Qt::SkipEmptyParts))
        text += u".PP\n"_s + roff(paragraph.toUtf8().constData()) + u'\n';
    for (const ParameterSpec &parameter : command.parameters) {
        text += u".TP\n\\fI"_s + roff(parameter.name) + u"\\fR\n"_s + roff(parameter.help)
            + choicesOf(parameter.choices) + u".\n"_s;
    }
    text += roffOptions(command.options);
    for (const Example &example : command.examples)
        text +=
            u".PP\n.nf\n.RS\n"_s + roff(example.line) + u"\n.RE\n.fi\n.RS\n"_s + roff(example.meaning) + u"\n.RE\n"_s;
    return text;
}

QString markdownOptions(const std::vector<OptionSpec> &options)
{
    QString text;
    for (const OptionSpec &option : options) {
        const QString letter = option.letter ? u"`%1`, "_s.arg(QString::fromLatin1(option.letter)) : QString();
        const QString value = option.value ? QString(u' ' + QString::fromLatin1(option.value)) : QString();
        text += u"| %1`%2%3` | %4%5 |\n"_s.arg(letter, QString::fromLatin1(option.name), value,
                                               QString::fromUtf8(option.help), choicesOf(option.choices));
    }
    return text;
}

QString markdownCommand(const CommandSpec &command)
{
    QString text = u"### %1\n\n```\n%2\n```\n\n%3.\n"_s.arg(QString::fromLatin1(command.name), usageOf(command),
                                                            QString::fromUtf8(command.summary));
    for (const QString &paragraph : QString::fromUtf8(command.description).split(u"\n\n"_s, Qt::SkipEmptyParts))
        text += u'\n' + paragraph + u'\n';
    if (!command.parameters.empty() || !command.options.empty())
        text += u"\n| | |\n| --- | --- |\n"_s;
    for (const ParameterSpec &parameter : command.parameters) {
        text += u"| `%1` | %2%3 |\n"_s.arg(QString::fromLatin1(parameter.name), QString::fromUtf8(parameter.help),
                                           choicesOf(parameter.choices));
    }
    text += markdownOptions(command.options);
    if (!command.examples.empty())
        text += u"\n```sh\n"_s;
    for (const Example &example : command.examples)
        text += QString::fromUtf8(example.line) + u"  # "_s + QString::fromUtf8(example.meaning) + u'\n';
    return command.examples.empty() ? text : QString(text + u"```\n"_s);
}

} // namespace

QString manualPage()
{
    QString text = u".TH SHIMMYCTL 1 \"\" \"Shimmy Manager " SHIMMY_MANAGER_VERSION "\"\n"
                   ".SH NAME\nshimmyctl \\- manage the models of a shimmyd and ask them\n"
                   ".SH SYNOPSIS\n\\fBshimmyctl\\fR [\\fIOPTIONS\\fR] \\fICOMMAND\\fR …\n"
                   ".SH DESCRIPTION\n"
                   "A shimmyd pulls GGUF models from the HuggingFace Hub, has Shimmy serve them, and answers prompts.\n"
                   "shimmyctl is its command line.\n"
                   "Results go to the standard output, everything else to the standard error.\n"
                   ".SH OPTIONS OF ALL COMMANDS\n"_s;
    text += roffOptions(globalOptions()) + u".SH COMMANDS\n"_s;
    for (const CommandSpec &command : commandTable()) {
        if (!command.hidden)
            text += roffCommand(command);
    }
    text += u".SH EXIT STATUS\n"_s;
    for (const ExitCodeMeaning &each : exitCodeTable())
        text += u".TP\n\\fB%1\\fR\n%2.\n"_s.arg(static_cast<int>(each.code)).arg(roff(each.meaning));
    text += u".SH ENVIRONMENT\n"_s;
    for (const Variable &variable : variables)
        text += u".TP\n\\fB%1\\fR\n%2\n"_s.arg(roff(variable.name), roff(variable.meaning));
    return text + u".SH SEE ALSO\nThe API that it uses: GET /docs of the server.\n"_s;
}

QString markdownReference()
{
    QString text =
        u"# shimmyctl\n\n"
        "The command line of a shimmyd. Written by `shimmyctl` itself (`shimmyctl __manual markdown`); a test "
        "compares the two.\n\nResults go to the standard output, everything else to the standard error. "
        "`source <(shimmyctl completion bash)` makes a shell complete its words.\n\n"
        "## Options of all commands\n\n| | |\n| --- | --- |\n"_s
        + markdownOptions(globalOptions());
    text += u"\n## Exit codes\n\n| | |\n| --- | --- |\n"_s;
    for (const ExitCodeMeaning &each : exitCodeTable())
        text += u"| %1 | %2 |\n"_s.arg(static_cast<int>(each.code)).arg(QString::fromUtf8(each.meaning));
    text += u"\n## Environment\n\n| | |\n| --- | --- |\n"_s;
    for (const Variable &variable : variables)
        text += u"| `%1` | %2 |\n"_s.arg(QString::fromLatin1(variable.name), QString::fromUtf8(variable.meaning));
    text += u"\n## Commands\n"_s;
    for (const CommandSpec &command : commandTable()) {
        if (!command.hidden)
            text += u'\n' + markdownCommand(command);
    }
    return text;
}
