#include "api/openai_format.h"

#include <QJsonArray>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace {

constexpr auto endOfStream = "data: [DONE]\n\n";

QString finishReason(const GenerationSummary &summary)
{
    return summary.finish == GenerationSummary::Finish::Length ? u"length"_s : u"stop"_s;
}

QJsonObject usage(const QList<GenerationSummary> &summaries)
{
    int prompt = 0;
    int completion = 0;
    for (const GenerationSummary &summary : summaries) {
        prompt += summary.promptTokens;
        completion += summary.completionTokens;
    }
    return {
        {u"prompt_tokens"_s, prompt}, {u"completion_tokens"_s, completion}, {u"total_tokens"_s, prompt + completion}};
}

} // namespace

OpenAiFormat::OpenAiFormat(Shape shape, QString model, bool includeUsage, const Clock &clock)
    : m_shape(shape)
    , m_model(std::move(model))
    , m_includeUsage(includeUsage)
    , m_id((isChat() ? u"chatcmpl-"_s : u"cmpl-"_s) + QUuid::createUuid().toString(QUuid::Id128))
    , m_created(clock.utc().toSecsSinceEpoch())
{
}

QString OpenAiFormat::chunkObject() const
{
    return isChat() ? u"chat.completion.chunk"_s : u"text_completion"_s;
}

QJsonObject OpenAiFormat::envelope(const QString &object, const QJsonArray &choices) const
{
    return {{u"id"_s, m_id},
            {u"object"_s, object},
            {u"created"_s, m_created},
            {u"model"_s, m_model},
            {u"choices"_s, choices}};
}

QJsonObject OpenAiFormat::whole(const QList<GenerationSummary> &summaries) const
{
    QJsonArray choices;
    for (const GenerationSummary &summary : summaries) {
        QJsonObject choice{
            {u"index"_s, choices.size()}, {u"logprobs"_s, QJsonValue()}, {u"finish_reason"_s, finishReason(summary)}};
        if (isChat()) {
            choice.insert(
                u"message"_s,
                QJsonObject{{u"role"_s, u"assistant"_s}, {u"content"_s, summary.text}, {u"refusal"_s, QJsonValue()}});
        } else {
            choice.insert(u"text"_s, summary.text);
        }
        choices.append(choice);
    }
    QJsonObject body = envelope(isChat() ? u"chat.completion"_s : u"text_completion"_s, choices);
    body.insert(u"usage"_s, usage(summaries));
    return body;
}

QByteArray OpenAiFormat::opening(int) const
{
    if (!isChat())
        return {};
    return chunk(0, QJsonObject{{u"role"_s, u"assistant"_s}, {u"content"_s, QString()}}, QJsonValue());
}

QByteArray OpenAiFormat::text(int index, const QString &text) const
{
    return chunk(index, isChat() ? QJsonValue(QJsonObject{{u"content"_s, text}}) : QJsonValue(text), QJsonValue());
}

QByteArray OpenAiFormat::ended(int index, const GenerationSummary &summary) const
{
    return chunk(index, isChat() ? QJsonValue(QJsonObject()) : QJsonValue(QString()), finishReason(summary));
}

QByteArray OpenAiFormat::closing(const QList<GenerationSummary> &summaries) const
{
    QByteArray events;
    if (m_includeUsage) {
        QJsonObject last = envelope(chunkObject(), {});
        last.insert(u"usage"_s, usage(summaries));
        events = eventOf(last);
    }
    return events + endOfStream;
}

QByteArray OpenAiFormat::failure(const Error &error) const
{
    return eventOf(errorBody(error, ErrorStyle::OpenAi)) + endOfStream;
}

QByteArray OpenAiFormat::chunk(int index, const QJsonValue &content, const QJsonValue &finishReason) const
{
    QJsonObject body = envelope(chunkObject(),
                                {QJsonObject{{u"index"_s, index},
                                             {isChat() ? u"delta"_s : u"text"_s, content},
                                             {u"logprobs"_s, QJsonValue()},
                                             {u"finish_reason"_s, finishReason}}});
    if (m_includeUsage)
        body.insert(u"usage"_s, QJsonValue());
    return eventOf(body);
}
