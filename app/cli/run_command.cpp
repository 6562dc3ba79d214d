#include "cli/run_command.h"

#include "cli/chat_command.h"
#include "cli/terminal.h"

#include <QFile>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

/// All of the standard input.
QString readPrompt()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(input.readAll());
}

Result<CommandMaker> makeRun(const Words &words)
{
    ChatOrder order;
    order.model = words.text("MODEL");
    const auto maxTokens = words.number("--max-tokens", 1, 1'000'000);
    const auto temperature = words.real("--temperature", 0, 2);
    if (!maxTokens)
        return failWith(maxTokens);
    if (!temperature)
        return failWith(temperature);
    if (*maxTokens)
        order.maxTokens = static_cast<int>(**maxTokens);
    order.temperature = *temperature;
    const bool isRaw = words.has("--raw");
    const QString system = words.text("--system");
    if (isRaw && words.has("--system"))
        return fail(ErrorKind::InvalidArgument, u"--raw and --system exclude each other"_s);
    if (!system.isEmpty())
        order.messages += ChatMessage{u"system"_s, system};
    const QString given = words.all("PROMPT").join(u' ');
    return CommandMaker([order, given, isRaw](const Session &session) -> std::unique_ptr<Command> {
        if (given.isEmpty() && !isRaw && ::isatty(STDIN_FILENO) == 1)
            return std::make_unique<ChatCommand>(session, order);
        ChatOrder whole = order;
        const QString prompt = given.isEmpty() ? readPrompt() : given;
        if (isRaw)
            whole.rawPrompt = prompt;
        else
            whole.messages += ChatMessage{u"user"_s, prompt};
        return std::make_unique<RunCommand>(session, whole);
    });
}

} // namespace

CommandSpec runSpec()
{
    return {
        "Models",
        "run",
        "Ask a model, or chat with it",
        "With PROMPT it is answered once. Without it the standard input is the prompt; if that is a terminal, a chat "
        "begins, which keeps what was said before. In a chat Ctrl-C stops an answer, and /help lists what else there "
        "is.",
        {{"MODEL", "An id from shimmyctl list", true, false, Completes::Models},
         {"PROMPT", "The words of the prompt; quotes are needed only for what the shell would change", false, true}},
        {{"--system", "TEXT", "Instructions that come before all prompts"},
         {"--raw", nullptr, "Let the model continue the prompt as it stands: no chat template"},
         {"--max-tokens", "N", "End an answer after N tokens"},
         {"--temperature", "T", "From 0, always the likeliest word, to 2"}},
        {{"shimmyctl run Llama-3.2-1B-Instruct", "chat"},
         {"shimmyctl run Llama-3.2-1B-Instruct Why is the sea salt?", "one answer"},
         {"git diff | shimmyctl run Llama-3.2-1B-Instruct --system \"Summarise this change.\"",
          "the input as the prompt"},
         {"shimmyctl run Llama-3.2-1B-Instruct --raw --max-tokens 40 \"Once upon a time\"", "go on from a text"}},
        makeRun};
}

RunCommand::RunCommand(const Session &session, const ChatOrder &order)
    : m_session(session)
    , m_answer(session, order)
{
    connect(&m_answer, &Answer::finished, this, &RunCommand::handleFinished);
    connect(&m_answer, &Answer::failed, this, [this](const Error &error) {
        m_session.terminal.complain(error);
        Q_EMIT ended(exitCodeOf(error));
    });
}

void RunCommand::interrupt()
{
    m_answer.stop();
    Q_EMIT ended(ExitCode::Interrupted);
}

void RunCommand::handleFinished()
{
    if (m_session.json)
        m_session.terminal.printJson(m_answer.toJson());
    else if (const QString pace = m_answer.pace(); m_session.terminal.showsBar() && !pace.isEmpty())
        m_session.terminal.say(pace);
    Q_EMIT ended(ExitCode::Success);
}
