#include "cli/chat_command.h"

#include "cli/answer.h"
#include "cli/terminal.h"
#include "client/api_client.h"

using namespace Qt::StringLiterals;

namespace {

const QString quotes = u"\"\"\""_s;
const QString helpLines = u"/system TEXT  give the model instructions; without TEXT, show them\n"
                          "/clear        forget what was said, but not the instructions\n"
                          "/bye          leave, as Ctrl-D does\n"
                          "/help         this\n"
                          "\"\"\"           begin a prompt of several lines, ended by the same\n"
                          "Ctrl-C        stop the answer; Up and Down: your earlier lines"_s;

} // namespace

ChatCommand::ChatCommand(const Session &session, ChatOrder order)
    : m_session(session)
    , m_order(std::move(order))
{
}

ChatCommand::~ChatCommand() = default;

void ChatCommand::start()
{
    // A name that is no model's is told now, and not after the first prompt.
    const ApiCall call = ApiCall::get(u"/v1/models/"_s + pathSegment(m_order.model));
    m_session.client.call(call, this, [this](const Result<QJsonObject> &model) {
        if (!model) {
            m_session.terminal.complain(model.error());
            return Q_EMIT ended(exitCodeOf(model.error()));
        }
        m_session.terminal.say(
            u"chatting with %1; /help lists commands, /bye leaves"_s.arg(model->value("id"_L1).toString()));
        promptAgain();
    });
}

void ChatCommand::interrupt()
{
    if (!m_answer)
        return Q_EMIT ended(ExitCode::Interrupted);
    m_answer->stop();
    handleAnswered(true);
}

void ChatCommand::promptAgain()
{
    QMetaObject::invokeMethod(this, &ChatCommand::readPrompt, Qt::QueuedConnection);
}

void ChatCommand::readPrompt()
{
    const LineEditor::Input input = m_editor.read(u">>> "_s);
    const QString line = input.line.trimmed();
    if (input.end == LineEditor::End::EndOfInput) {
        m_session.terminal.print(u"\n"_s);
        return Q_EMIT ended(ExitCode::Success);
    }
    if (input.end == LineEditor::End::Interrupted) {
        m_session.terminal.print(u"\n"_s);
        m_session.terminal.say(u"Ctrl-D or /bye leaves"_s);
        return promptAgain();
    }
    if (line.startsWith(u'/'))
        return obey(line);
    const auto prompt = line.startsWith(quotes) ? readQuoted(line.mid(quotes.size())) : std::optional(line);
    if (!prompt || prompt->trimmed().isEmpty())
        return promptAgain();
    ask(*prompt);
}

std::optional<QString> ChatCommand::readQuoted(QString first)
{
    QStringList lines;
    for (QString line = std::move(first);;) {
        if (line.trimmed().endsWith(quotes)) {
            lines += line.left(line.lastIndexOf(quotes));
            return lines.join(u'\n').trimmed();
        }
        lines += line;
        const LineEditor::Input input = m_editor.read(u"... "_s);
        if (input.end != LineEditor::End::Line) {
            m_session.terminal.print(u"\n"_s);
            return std::nullopt;
        }
        line = input.line;
    }
}

void ChatCommand::obey(const QString &line)
{
    const QString command = line.section(u' ', 0, 0);
    const QString rest = line.section(u' ', 1).trimmed();
    if (command == "/bye"_L1 || command == "/exit"_L1 || command == "/quit"_L1)
        return Q_EMIT ended(ExitCode::Success);
    if (command == "/clear"_L1) {
        erase_if(m_order.messages, [](const ChatMessage &message) { return message.role != "system"_L1; });
        m_session.terminal.say(u"forgotten"_s);
    } else if (command == "/system"_L1) {
        setSystem(rest);
    } else {
        if (command != "/help"_L1 && command != "/?"_L1)
            m_session.terminal.say(u"there is no %1"_s.arg(command));
        m_session.terminal.say(helpLines);
    }
    promptAgain();
}

void ChatCommand::setSystem(const QString &text)
{
    const bool hasOne = !m_order.messages.isEmpty() && m_order.messages.first().role == "system"_L1;
    if (text.isEmpty())
        return m_session.terminal.say(hasOne ? m_order.messages.first().text : u"there are no instructions"_s);
    if (hasOne)
        m_order.messages.first().text = text;
    else
        m_order.messages.prepend({u"system"_s, text});
    m_session.terminal.say(u"the model is told so from now on"_s);
}

void ChatCommand::ask(const QString &prompt)
{
    m_order.messages += ChatMessage{u"user"_s, prompt};
    m_answer = std::make_unique<Answer>(m_session, m_order);
    connect(m_answer.get(), &Answer::finished, this, [this] { handleAnswered(false); });
    connect(m_answer.get(), &Answer::failed, this, [this](const Error &error) {
        m_session.terminal.complain(error);
        if (error.kind == ErrorKind::ContextLengthExceeded)
            m_session.terminal.say(u"/clear begins anew"_s);
        m_order.messages.removeLast();
        m_answer.release()->deleteLater(); // it is what calls us
        promptAgain();
    });
    m_answer->start();
}

void ChatCommand::handleAnswered(bool stopped)
{
    Answer *answer = m_answer.release();
    answer->deleteLater(); // it may be what calls us
    m_order.messages += ChatMessage{u"assistant"_s, answer->text()};
    if (answer->text().isEmpty())
        m_order.messages.resize(m_order.messages.size() - 2); // nothing was said
    const QString pace = answer->pace();
    if (stopped)
        m_session.terminal.say(u"stopped"_s);
    else if (!pace.isEmpty())
        m_session.terminal.say(pace);
    promptAgain();
}
