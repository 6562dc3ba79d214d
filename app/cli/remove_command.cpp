#include "cli/remove_command.h"

#include "base/byte_count.h"
#include "cli/terminal.h"
#include "cli/usual_signals.h"
#include "client/api_client.h"
#include "client/model_details.h"

#include <QFile>

#include <unistd.h>

using namespace Qt::StringLiterals;

CommandSpec removeSpec()
{
    return {"Models",
            "rm",
            "Remove models and free their disk space",
            "Asks first when a terminal is there to answer. What a model is generating goes on to its end.",
            {{"MODEL", "An id from shimmyctl list, a file name, or repo:QUANT", true, true, Completes::Models}},
            {{"--yes", nullptr, "Ask nothing", Completes::Nothing, {}, "-y"}},
            {{"shimmyctl rm Llama-3.2-1B-Instruct", "asks, and says how much is freed"},
             {"shimmyctl rm --yes one-model another-model", "both, without a question"}},
            [](const Words &words) -> Result<CommandMaker> {
                const bool asks = !words.has("--yes") && ::isatty(STDIN_FILENO) == 1;
                return CommandMaker([models = words.all("MODEL"), asks](const Session &session) {
                    return std::make_unique<RemoveCommand>(session, models, asks);
                });
            }};
}

RemoveCommand::RemoveCommand(const Session &session, QStringList models, bool asks)
    : m_session(session)
    , m_left(std::move(models))
    , m_asks(asks)
{
}

void RemoveCommand::removeNext()
{
    if (m_left.isEmpty())
        return Q_EMIT ended(m_outcome);
    m_session.client.call(getModelDetailsCall(m_left.takeFirst()), this, [this](const Result<QJsonObject> &answer) {
        if (!answer)
            return giveUp(answer.error());
        const ModelDetails model = ModelDetails::fromJson(*answer);
        if (isWanted(model))
            return remove(model);
        m_session.terminal.say(u"kept"_s);
        removeNext();
    });
}

bool RemoveCommand::isWanted(const ModelDetails &model)
{
    if (!m_asks)
        return true;
    m_session.terminal.ask(u"remove %1 (%2%3)? [y/N] "_s.arg(model.id, formatByteCount(model.bytes),
                                                             model.pinned ? u", pinned"_s : QString()));
    const UsualSignals usual;
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly | QIODevice::Unbuffered))
        return false;
    const QByteArray reply = input.readLine(16).trimmed().toLower();
    return reply == "y" || reply == "yes";
}

void RemoveCommand::remove(const ModelDetails &model)
{
    m_session.client.call(deleteModelCall(model.id), this, [this, model](const Result<QJsonObject> &answer) {
        if (!answer)
            return giveUp(answer.error());
        const bool isFreed = answer->value("freed"_L1).toBool(true);
        if (m_session.json)
            m_session.terminal.printJson(*answer);
        else
            m_session.terminal.say(
                u"removed %1: %2 %3"_s.arg(model.id, formatByteCount(model.bytes),
                                           isFreed ? u"freed"_s : u"to be freed when its last generation has ended"_s));
        removeNext();
    });
}

void RemoveCommand::giveUp(const Error &error)
{
    m_session.terminal.complain(error);
    if (m_outcome == ExitCode::Success)
        m_outcome = exitCodeOf(error);
    removeNext();
}
