#include "api/anthropic_format.h"

#include <QJsonArray>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace {

QJsonObject endingOf(const GenerationSummary &summary)
{
    using Finish = GenerationSummary::Finish;
    switch (summary.finish) {
    case Finish::Stop: return {{u"stop_reason"_s, u"end_turn"_s}, {u"stop_sequence"_s, QJsonValue()}};
    case Finish::StopSequence:
        return {{u"stop_reason"_s, u"stop_sequence"_s}, {u"stop_sequence"_s, summary.stopSequence}};
    case Finish::Length: return {{u"stop_reason"_s, u"max_tokens"_s}, {u"stop_sequence"_s, QJsonValue()}};
    }
    Q_UNREACHABLE();
}

QJsonObject usageOf(int promptTokens, int completionTokens)
{
    return {{u"input_tokens"_s, promptTokens},
            {u"cache_creation_input_tokens"_s, 0},
            {u"cache_read_input_tokens"_s, 0},
            {u"output_tokens"_s, completionTokens}};
}

} // namespace

AnthropicFormat::AnthropicFormat(QString model)
    : m_model(std::move(model))
    , m_id(u"msg_"_s + QUuid::createUuid().toString(QUuid::Id128))
{
}

QJsonObject AnthropicFormat::message(const QJsonArray &content, const QJsonObject &ending,
                                     const QJsonObject &usage) const
{
    QJsonObject message{{u"id"_s, m_id},
                        {u"type"_s, u"message"_s},
                        {u"role"_s, u"assistant"_s},
                        {u"model"_s, m_model},
                        {u"content"_s, content},
                        {u"stop_reason"_s, QJsonValue()},
                        {u"stop_sequence"_s, QJsonValue()},
                        {u"usage"_s, usage}};
    for (auto each = ending.begin(); each != ending.end(); ++each)
        message.insert(each.key(), each.value());
    return message;
}

QJsonObject AnthropicFormat::whole(const QList<GenerationSummary> &summaries) const
{
    const GenerationSummary &summary = summaries.first();
    return message({QJsonObject{{u"type"_s, u"text"_s}, {u"text"_s, summary.text}}}, endingOf(summary),
                   usageOf(summary.promptTokens, summary.completionTokens));
}

QByteArray AnthropicFormat::opening(int promptTokens) const
{
    const QJsonObject block{{u"type"_s, u"text"_s}, {u"text"_s, QString()}};
    return namedEvent("message_start",
                      {{u"type"_s, u"message_start"_s}, {u"message"_s, message({}, {}, usageOf(promptTokens, 0))}})
        + namedEvent("content_block_start",
                     {{u"type"_s, u"content_block_start"_s}, {u"index"_s, 0}, {u"content_block"_s, block}})
        + namedEvent("ping", {{u"type"_s, u"ping"_s}});
}

QByteArray AnthropicFormat::text(int, const QString &text) const
{
    return namedEvent("content_block_delta",
                      {{u"type"_s, u"content_block_delta"_s},
                       {u"index"_s, 0},
                       {u"delta"_s, QJsonObject{{u"type"_s, u"text_delta"_s}, {u"text"_s, text}}}});
}

QByteArray AnthropicFormat::ended(int, const GenerationSummary &summary) const
{
    return namedEvent("content_block_stop", {{u"type"_s, u"content_block_stop"_s}, {u"index"_s, 0}})
        + namedEvent("message_delta",
                     {{u"type"_s, u"message_delta"_s},
                      {u"delta"_s, endingOf(summary)},
                      {u"usage"_s, usageOf(summary.promptTokens, summary.completionTokens)}});
}

QByteArray AnthropicFormat::closing(const QList<GenerationSummary> &) const
{
    return namedEvent("message_stop", {{u"type"_s, u"message_stop"_s}});
}

QByteArray AnthropicFormat::failure(const Error &error) const
{
    return namedEvent("error", errorBody(error, ErrorStyle::Anthropic));
}
