#include "api/openai_route.h"

#include "api/generation_answer.h"
#include "base/json.h"

#include <QJsonArray>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace {

/// Both OpenAI shapes: they differ in the names of things and in where the text stands.
class OpenAiFormat final : public GenerationFormat {
public:
    OpenAiFormat(bool isChat, QString model, bool includeUsage, const Clock &clock)
        : m_isChat(isChat)
        , m_model(std::move(model))
        , m_includeUsage(includeUsage)
        , m_id((isChat ? u"chatcmpl-"_s : u"cmpl-"_s) + QUuid::createUuid().toString(QUuid::Id128))
        , m_created(clock.utc().toSecsSinceEpoch())
    {
    }

    QJsonObject whole(const GenerationSummary &summary) const override
    {
        QJsonObject choice{
            {u"index"_s, 0}, {u"logprobs"_s, QJsonValue()}, {u"finish_reason"_s, summary.finishReason()}};
        if (m_isChat)
            choice.insert(u"message"_s, QJsonObject{{u"role"_s, u"assistant"_s}, {u"content"_s, summary.text}});
        else
            choice.insert(u"text"_s, summary.text);
        QJsonObject body = envelope(m_isChat ? u"chat.completion"_s : u"text_completion"_s, {choice});
        body.insert(u"usage"_s, summary.usage());
        return body;
    }
    QByteArray opening() const override
    {
        if (!m_isChat)
            return {};
        return chunk(QJsonObject{{u"role"_s, u"assistant"_s}, {u"content"_s, QString()}}, QJsonValue());
    }
    QByteArray token(const QString &text) const override
    {
        return chunk(m_isChat ? QJsonValue(QJsonObject{{u"content"_s, text}}) : QJsonValue(text), QJsonValue());
    }
    QByteArray closing(const GenerationSummary &summary) const override
    {
        QByteArray events = chunk(m_isChat ? QJsonValue(QJsonObject()) : QJsonValue(QString()), summary.finishReason());
        if (m_includeUsage) {
            QJsonObject last = envelope(chunkObject(), {});
            last.insert(u"usage"_s, summary.usage());
            events += eventOf(last);
        }
        return events + "data: [DONE]\n\n";
    }

private:
    QString chunkObject() const { return m_isChat ? u"chat.completion.chunk"_s : u"text_completion"_s; }
    QJsonObject envelope(const QString &object, const QJsonArray &choices) const
    {
        return {{u"id"_s, m_id},
                {u"object"_s, object},
                {u"created"_s, m_created},
                {u"model"_s, m_model},
                {u"choices"_s, choices}};
    }
    QByteArray chunk(const QJsonValue &content, const QJsonValue &finishReason) const
    {
        return eventOf(envelope(chunkObject(),
                                {QJsonObject{{u"index"_s, 0},
                                             {m_isChat ? u"delta"_s : u"text"_s, content},
                                             {u"logprobs"_s, QJsonValue()},
                                             {u"finish_reason"_s, finishReason}}}));
    }

    const bool m_isChat;
    const QString m_model;
    const bool m_includeUsage;
    const QString m_id;
    const qint64 m_created;
};

/// The text of a message's content: a string, nothing, or parts of which each must be text.
Result<QString> flattened(const QJsonValue &content)
{
    if (content.isString() || content.isNull() || content.isUndefined())
        return content.toString();
    if (!content.isArray())
        return fail(ErrorKind::InvalidArgument, u"\"content\" must be a string or a list of parts"_s);
    QStringList texts;
    for (const auto part : content.toArray()) {
        const QString type = part.toObject().value("type"_L1).toString();
        if (type != "text"_L1) {
            return fail(ErrorKind::InvalidArgument, u"content of type \"%1\" cannot be read"_s.arg(type.left(32)),
                        u"Shimmy's models take text only"_s);
        }
        texts += part.toObject().value("text"_L1).toString();
    }
    return texts.join(u'\n');
}

Result<QJsonArray> flattenedMessages(const QJsonObject &body)
{
    const QJsonValue messages = body.value("messages"_L1);
    if (!messages.isArray() || messages.toArray().isEmpty())
        return fail(ErrorKind::InvalidArgument, u"\"messages\" must be a list with at least one message"_s);
    QJsonArray flat;
    for (const auto each : messages.toArray()) {
        const QJsonValue role = each.toObject().value("role"_L1);
        if (!role.isString())
            return fail(ErrorKind::InvalidArgument, u"each message must have a \"role\""_s);
        const auto text = flattened(each.toObject().value("content"_L1));
        if (!text)
            return failWith(text);
        flat.append(QJsonObject{{u"role"_s, role}, {u"content"_s, *text}});
    }
    return flat;
}

/// Members that both routes check the same way.
Result<GenerationPlan> commonPlan(const ApiContext &context, const QJsonObject &body, bool isChat)
{
    const auto stream = wantsStream(body);
    const auto limit = maxTokensOf(body, u"max_tokens"_s);
    const auto newLimit = maxTokensOf(body, u"max_completion_tokens"_s);
    if (!stream)
        return failWith(stream);
    if (!limit)
        return failWith(limit);
    if (!newLimit)
        return failWith(newLimit);
    if (body.contains("n"_L1) && body.value("n"_L1) != 1 && !body.value("n"_L1).isNull())
        return fail(ErrorKind::InvalidArgument, u"\"n\" must be 1"_s, u"Shimmy gives one choice a request"_s);
    const auto model = modelOf(context, body);
    if (!model)
        return failWith(model);

    GenerationPlan plan;
    plan.order.route = isChat ? GenerationOrder::Route::Chat : GenerationOrder::Route::Generate;
    plan.order.body = body;
    plan.order.body.insert(u"model"_s, model->servingName);
    plan.errors = ErrorStyle::OpenAi;
    plan.stream = *stream;
    plan.maxTokens = *newLimit ? *newLimit : *limit;
    if (plan.maxTokens)
        plan.order.body.insert(u"max_tokens"_s, *plan.maxTokens);
    const bool includeUsage = body.value("stream_options"_L1).toObject().value("include_usage"_L1).toBool();
    plan.format =
        std::make_unique<OpenAiFormat>(isChat, body.value("model"_L1).toString(), includeUsage, context.clock);
    return plan;
}

} // namespace

void postChat(const ApiContext &context, RoutedRequest request)
{
    const auto messages = flattenedMessages(request.body);
    if (!messages)
        return sendError(*request.exchange, messages.error(), ErrorStyle::OpenAi);
    auto plan = commonPlan(context, request.body, true);
    if (!plan)
        return sendError(*request.exchange, plan.error(), ErrorStyle::OpenAi);
    plan->order.body.insert(u"messages"_s, *messages);
    for (const auto message : *messages)
        plan->promptBytes += message.toObject().value("content"_L1).toString().toUtf8().size();
    answerGeneration(context, request.exchange, std::move(*plan));
}

void postCompletions(const ApiContext &context, RoutedRequest request)
{
    QJsonValue prompt = request.body.value("prompt"_L1);
    if (prompt.isArray() && prompt.toArray().size() == 1)
        prompt = prompt.toArray().first();
    if (!prompt.isString()) {
        return sendError(*request.exchange,
                         {ErrorKind::InvalidArgument,
                          u"\"prompt\" must be a string"_s,
                          u"send one request for each prompt"_s,
                          false,
                          {}},
                         ErrorStyle::OpenAi);
    }
    auto plan = commonPlan(context, request.body, false);
    if (!plan)
        return sendError(*request.exchange, plan.error(), ErrorStyle::OpenAi);
    plan->order.body.insert(u"prompt"_s, prompt);
    plan->promptBytes = prompt.toString().toUtf8().size();
    answerGeneration(context, request.exchange, std::move(*plan));
}
