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

std::optional<PromptMessage::Role> roleOf(const QString &name)
{
    if (name == "system"_L1)
        return PromptMessage::Role::System;
    return name == "assistant"_L1 ? PromptMessage::Role::Assistant : PromptMessage::Role::User; // Shimmy takes any
}

/// `prompt`, or `messages` with or without a `system`, as Shimmy takes them.
Result<PromptRequest> promptOf(const QJsonObject &body)
{
    const QJsonValue prompt = body.value("prompt"_L1);
    const auto system = systemOf(body);
    if (!system)
        return failWith(system);
    if (!body.value("messages"_L1).isArray()) {
        if (!prompt.isString())
            return invalid(u"prompt"_s, u"\"prompt\" must be a string"_s);
        return PromptRequest{prompt.toString(), {}, false};
    }
    const auto messages = messagesOf(body, roleOf);
    if (!messages)
        return failWith(messages);
    return PromptRequest{{}, *system + *messages, false};
}

Result<GenerationPlan> planOf(const ApiContext &context, const QJsonObject &body)
{
    auto prompt = promptOf(body);
    if (!prompt)
        return failWith(prompt);
    const PlanRules rules{ErrorStyle::Plain, {u"max_tokens"_s}, 1000, {}, {}}; // Shimmy bounds no temperature
    auto plan = planWithoutPrompts(context, body, rules);
    if (!plan)
        return plan;
    plan->prompts.push_back(std::move(*prompt));
    plan->maxTokens = plan->maxTokens.value_or(defaultTokens);
    plan->format = std::make_unique<GenerateFormat>();
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
