#include "client/chat.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

QJsonObject ChatOrder::toJson() const
{
    QJsonArray list;
    for (const ChatMessage &message : messages)
        list.append(QJsonObject{{u"role"_s, message.role}, {u"content"_s, message.text}});
    QJsonObject json{{u"model"_s, model},
                     {isRaw() ? u"prompt"_s : u"messages"_s, isRaw() ? QJsonValue(rawPrompt) : QJsonValue(list)},
                     {u"stream"_s, true},
                     {u"stream_options"_s, QJsonObject{{u"include_usage"_s, true}}}};
    if (maxTokens)
        json.insert(u"max_tokens"_s, *maxTokens);
    if (temperature)
        json.insert(u"temperature"_s, *temperature);
    if (topP)
        json.insert(u"top_p"_s, *topP);
    if (!stop.isEmpty())
        json.insert(u"stop"_s, QJsonArray::fromStringList(stop));
    return json;
}

ChatEvent ChatEvent::fromJson(const QJsonObject &json)
{
    const QJsonObject choice = json.value("choices"_L1).toArray().first().toObject();
    ChatEvent event;
    const QJsonValue delta = choice.value("delta"_L1); // of a chat; a raw prompt's answer has "text"
    event.text =
        delta.isObject() ? delta.toObject().value("content"_L1).toString() : choice.value("text"_L1).toString();
    event.finishReason = choice.value("finish_reason"_L1).toString();
    const QJsonObject usage = json.value("usage"_L1).toObject();
    event.promptTokens = usage.value("prompt_tokens"_L1).toInt();
    event.completionTokens = usage.value("completion_tokens"_L1).toInt();
    return event;
}
