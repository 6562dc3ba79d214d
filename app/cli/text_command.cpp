#include "cli/text_command.h"

#include "cli/command_table.h"
#include "cli/completion_script.h"
#include "cli/help.h"
#include "cli/manual.h"
#include "cli/terminal.h"

using namespace Qt::StringLiterals;

namespace {

class TextCommand final : public Command {
public:
    TextCommand(const Session &session, QString text)
        : m_session(session)
        , m_text(std::move(text))
    {
    }
    void start() override
    {
        m_session.terminal.print(m_text);
        Q_EMIT ended(ExitCode::Success);
    }
    void interrupt() override { Q_EMIT ended(ExitCode::Interrupted); }

private:
    const Session m_session;
    const QString m_text;
};

CommandMaker printing(const QString &text)
{
    return [text](const Session &session) { return std::make_unique<TextCommand>(session, text); };
}

Result<CommandMaker> makeHelp(const Words &words)
{
    const QString name = words.all("COMMAND").join(u' ');
    if (name.isEmpty())
        return printing(helpText());
    const CommandSpec *command = findCommand(name);
    if (!command)
        return fail(ErrorKind::InvalidArgument, u"there is no command \"%1\""_s.arg(name.left(40)));
    return printing(helpText(*command));
}

} // namespace

std::vector<CommandSpec> textSpecs()
{
    return {
        {"Program",
         "help",
         "Explain a command",
         "",
         {{"COMMAND", "Its name; without it, all are listed", false, true, Completes::Commands}},
         {},
         {},
         makeHelp},
        {"Program",
         "completion",
         "Print what makes a shell complete shimmyctl's words",
         "Commands, options, installed models, repos that the server has seen, and quantizations.",
         {{"SHELL", "The shell", true, false, Completes::Choices, {"bash", "zsh", "fish"}}},
         {},
         {{"source <(shimmyctl completion bash)", "in ~/.bashrc; zsh in ~/.zshrc alike"},
          {"shimmyctl completion fish | source", "in ~/.config/fish/config.fish"}},
         [](const Words &words) -> Result<CommandMaker> { return printing(completionScript(words.text("SHELL"))); }},
        {"Program",
         "__manual",
         "Print the manual",
         "",
         {{"FORMAT", "Of what", true, false, Completes::Choices, {"man", "markdown"}}},
         {},
         {},
         [](const Words &words) -> Result<CommandMaker> {
             return printing(words.text("FORMAT") == "man"_L1 ? manualPage() : markdownReference());
         },
         true},
    };
}
