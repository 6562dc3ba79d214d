#include "api/generate_route.h"

#include "api/generation_answer.h"
#include "api/inference_request.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

constexpr int defaultTokens = 256; // Shimmy's own

class GenerateFormat final : public GenerationFormat {
public:
    QJsonObject whole(const QList<GenerationSummary> &summaries) const override
    {
        return {{u"response"_s, summaries.first().text}};
    }
    QByteArray text(int, const QString &text) const override
    {
        // A line feed inside a token would end the event: it becomes another data line. A lone CR ends a line as
        // well for readers of this format, and has no spelling in it.
        QByteArray data = text.toUtf8();
        data.replace("\r\n", "\n").replace('\r', '\n');
        return "data: " + data.replace("\n", "\ndata: ") + "\n\n";
    }
    QByteArray closing(const QList<GenerationSummary> &) const override { return "data: [DONE]\n\n"; }
    QByteArray failure(const Error &error) const override
    {
        return namedEvent("error", errorBody(error, ErrorStyle::Plain)) + "data: [DONE]\n\n";
    }
};

/// `prompt`, or `messages` with or without a `system`, as Shimmy takes them.
Result<PromptRequest> promptOf(const QJsonObject &body)
{
    const QJsonValue prompt = body.value("prompt"_L1);
    const QJsonValue messages = body.value("messages"_L1);
    if (!messages.isArray()) {
        if (!prompt.isString())
            return invalid(u"prompt"_s, u"\"prompt\" must be a string"_s);
        return PromptRequest{prompt.toString(), {}, false};
    }
    PromptRequest request;
    const auto system = textOf(body.value("system"_L1), u"system"_s);
    if (!system)
        return failWith(system);
    if (!system->isEmpty())
        request.messages += ChatMessage{ChatMessage::Role::System, *system};
    for (const auto &each : messages.toArray()) {
        const QString role = each.toObject().value("role"_L1).toString();
        const auto text = textOf(each.toObject().value("content"_L1), u"messages"_s);
        if (!text)
            return failWith(text);
        request.messages += ChatMessage{role == "system"_L1          ? ChatMessage::Role::System
                                            : role == "assistant"_L1 ? ChatMessage::Role::Assistant
                                                                     : ChatMessage::Role::User,
                                        *text};
    }
    return request;
}

Result<GenerationPlan> planOf(const ApiContext &context, const QJsonObject &body)
{
    auto prompt = promptOf(body);
    const auto stream = wantsStream(body);
    const auto limit = maxTokensOf(body, u"max_tokens"_s);
    const auto sampling = samplingOf(body, 1000); // Shimmy sets no bound
    if (!prompt)
        return failWith(prompt);
    if (!stream)
        return failWith(stream);
    if (!limit)
        return failWith(limit);
    if (!sampling)
        return failWith(sampling);
    const auto model = modelOf(context, body);
    if (!model)
        return failWith(model);

    GenerationPlan plan;
    plan.model = *model;
    plan.prompts.push_back(std::move(*prompt));
    plan.sampling = *sampling;
    plan.maxTokens = limit->value_or(defaultTokens);
    plan.stream = *stream;
    plan.format = std::make_unique<GenerateFormat>();
    return plan;
}

} // namespace

void postGenerate(const ApiContext &context, RoutedRequest request)
{
    auto plan = planOf(context, request.body);
    if (!plan)
        return sendError(*request.exchange, plan.error(), ErrorStyle::Plain);
    answerGeneration(context, request.exchange, std::move(*plan));
}
