#include "playground/conversation.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QRegularExpression>
#include <QUuid>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

constexpr int formatVersion = 1;
constexpr qsizetype longestTitle = 80;

struct EndingName {
    Turn::Ending ending;
    QLatin1StringView name;
};
constexpr std::array<EndingName, 4> endingNames{{{Turn::Ending::Complete, "complete"_L1},
                                                 {Turn::Ending::TokenLimit, "token_limit"_L1},
                                                 {Turn::Ending::Stopped, "stopped"_L1},
                                                 {Turn::Ending::Broken, "broken"_L1}}};

QString nameOf(Turn::Ending ending)
{
    for (const EndingName &each : endingNames) {
        if (each.ending == ending)
            return each.name;
    }
    return {};
}

Turn::Ending endingOf(const QString &name)
{
    for (const EndingName &each : endingNames) {
        if (each.name == name)
            return each.ending;
    }
    return Turn::Ending::Complete;
}

QJsonObject toJson(const Turn &turn)
{
    QJsonObject json{{u"role"_s, turn.isAnswer() ? u"assistant"_s : u"user"_s}, {u"text"_s, turn.text}};
    if (!turn.isAnswer())
        return json;
    json.insert(u"model"_s, turn.model);
    json.insert(u"ending"_s, nameOf(turn.ending));
    json.insert(u"prompt_tokens"_s, turn.figures.promptTokens);
    json.insert(u"completion_tokens"_s, turn.figures.completionTokens);
    json.insert(u"first_token_ms"_s, qint64(turn.figures.firstToken.count()));
    json.insert(u"whole_ms"_s, qint64(turn.figures.whole.count()));
    return json;
}

Turn turnFromJson(const QJsonObject &json)
{
    Turn turn;
    turn.role = json.value("role"_L1) == "assistant"_L1 ? Turn::Role::Assistant : Turn::Role::User;
    turn.text = json.value("text"_L1).toString();
    turn.model = json.value("model"_L1).toString();
    turn.ending = endingOf(json.value("ending"_L1).toString());
    turn.figures = {json.value("prompt_tokens"_L1).toInt(), json.value("completion_tokens"_L1).toInt(),
                    milliseconds(json.value("first_token_ms"_L1).toInteger()),
                    milliseconds(json.value("whole_ms"_L1).toInteger())};
    return turn;
}

QJsonObject toJson(const ChatParameters &parameters)
{
    QJsonObject json;
    if (parameters.maxTokens)
        json.insert(u"max_tokens"_s, *parameters.maxTokens);
    if (parameters.temperature)
        json.insert(u"temperature"_s, *parameters.temperature);
    if (parameters.topP)
        json.insert(u"top_p"_s, *parameters.topP);
    if (!parameters.stop.isEmpty())
        json.insert(u"stop"_s, QJsonArray::fromStringList(parameters.stop));
    return json;
}

ChatParameters parametersFromJson(const QJsonObject &json)
{
    const auto number = [&](const QString &name) {
        const QJsonValue value = json.value(name);
        return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
    };
    ChatParameters parameters;
    if (const int most = json.value("max_tokens"_L1).toInt(); most > 0)
        parameters.maxTokens = most;
    parameters.temperature = number(u"temperature"_s);
    parameters.topP = number(u"top_p"_s);
    for (const auto &each : json.value("stop"_L1).toArray())
        parameters.stop += each.toString();
    return parameters;
}

} // namespace

std::optional<double> AnswerFigures::tokensPerSecond() const
{
    const milliseconds streaming = whole - firstToken;
    const bool cameAtOnce = streaming < firstToken / 20;
    const int tokens = cameAtOnce ? completionTokens : completionTokens - 1; // the first one is not of that time
    const milliseconds time = cameAtOnce ? whole : streaming;
    if (tokens < 1 || time.count() <= 0)
        return std::nullopt;
    return tokens * 1000.0 / static_cast<double>(time.count());
}

Conversation Conversation::create()
{
    Conversation conversation;
    conversation.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    return conversation;
}

bool Conversation::isId(const QString &id)
{
    static const QRegularExpression allowed(u"\\A[0-9a-f-]{1,64}\\z"_s);
    return allowed.match(id).hasMatch();
}

QString Conversation::shownTitle() const
{
    const QString text = title.isEmpty() && !turns.isEmpty() ? turns.first().text : title;
    const QString line = text.left(longestTitle * 4).simplified();
    return line.size() <= longestTitle ? line : line.left(longestTitle - 1).trimmed() + u'…';
}

QString Conversation::lastAnswer() const
{
    const auto answer = std::find_if(turns.rbegin(), turns.rend(), [](const Turn &turn) { return turn.isAnswer(); });
    return answer == turns.rend() ? QString() : answer->text;
}

QList<ChatMessage> Conversation::messages() const
{
    QList<ChatMessage> messages;
    if (!systemPrompt.trimmed().isEmpty())
        messages += {u"system"_s, systemPrompt};
    for (const Turn &turn : turns)
        messages += {turn.isAnswer() ? u"assistant"_s : u"user"_s, turn.text};
    return messages;
}

ChatOrder Conversation::order() const
{
    ChatOrder order;
    order.model = model;
    order.messages = messages();
    if (!turns.isEmpty() && turns.last().isAnswer())
        order.messages.removeLast();
    order.maxTokens = parameters.maxTokens;
    order.temperature = parameters.temperature;
    order.topP = parameters.topP;
    order.stop = parameters.stop;
    return order;
}

QJsonObject Conversation::toJson() const
{
    QJsonArray list;
    for (const Turn &turn : turns)
        list.append(::toJson(turn));
    return {{u"version"_s, formatVersion},
            {u"id"_s, id},
            {u"title"_s, title},
            {u"changed_at"_s, changedAt.toUTC().toString(Qt::ISODateWithMs)},
            {u"model"_s, model},
            {u"system"_s, systemPrompt},
            {u"parameters"_s, ::toJson(parameters)},
            {u"turns"_s, list}};
}

Result<Conversation> Conversation::fromJson(const QJsonObject &json)
{
    Conversation conversation;
    conversation.id = json.value("id"_L1).toString();
    if (!isId(conversation.id) || !json.value("turns"_L1).isArray())
        return fail(ErrorKind::InvalidArgument, QCoreApplication::translate("Conversation", "the file holds no chat"));
    if (json.value("version"_L1).toInt() > formatVersion) {
        return fail(
            ErrorKind::InvalidArgument,
            QCoreApplication::translate("Conversation", "the chat was kept by a later version of Shimmy Manager"),
            QCoreApplication::translate("Conversation", "open it with that version"));
    }
    conversation.title = json.value("title"_L1).toString();
    conversation.changedAt = QDateTime::fromString(json.value("changed_at"_L1).toString(), Qt::ISODateWithMs);
    conversation.model = json.value("model"_L1).toString();
    conversation.systemPrompt = json.value("system"_L1).toString();
    conversation.parameters = parametersFromJson(json.value("parameters"_L1).toObject());
    for (const auto &each : json.value("turns"_L1).toArray())
        conversation.turns += turnFromJson(each.toObject());
    return conversation;
}
