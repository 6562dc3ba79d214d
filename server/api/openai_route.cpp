#include "api/openai_route.h"

#include "api/inference_request.h"
#include "api/openai_format.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostPrompts = 128;
constexpr int defaultCompletionTokens = 16; // OpenAI's

// Sent along by many clients with values that mean nothing: user, metadata, store, seed (what Shimmy generates depends
// on the prompt alone), service_tier, parallel_tool_calls, reasoning_effort. Those are ignored, as OpenAI does.
const QList<UnsupportedMember> &unsupportedMembers()
{
    static const QList<UnsupportedMember> all{
        {u"n"_s, {1}, u"Shimmy gives one choice a request"_s},
        {u"best_of"_s, {1}, u"Shimmy gives one choice a request"_s},
        {u"logprobs"_s, {false}, u"Shimmy tells no probabilities"_s},
        {u"top_logprobs"_s, {0}, u"Shimmy tells no probabilities"_s},
        {u"logit_bias"_s, {}, u"Shimmy has no bias of tokens"_s},
        {u"presence_penalty"_s, {0}, u"Shimmy has no such penalty"_s},
        {u"frequency_penalty"_s, {0}, u"Shimmy has no such penalty"_s},
        {u"tools"_s, {}, u"Shimmy calls no tools"_s},
        {u"tool_choice"_s, {u"none"_s, u"auto"_s}, u"Shimmy calls no tools"_s},
        {u"functions"_s, {}, u"Shimmy calls no functions"_s},
        {u"function_call"_s, {u"none"_s, u"auto"_s}, u"Shimmy calls no functions"_s},
        {u"response_format"_s, {QJsonObject{{u"type"_s, u"text"_s}}}, u"Shimmy cannot be held to a format"_s},
        {u"modalities"_s, {QJsonValue(QJsonArray{u"text"_s})}, u"Shimmy's models give text only"_s},
        {u"audio"_s, {}, u"Shimmy's models give text only"_s},
        {u"prediction"_s, {}, u"Shimmy takes no predictions"_s},
        {u"web_search_options"_s, {}, u"Shimmy does not search"_s},
        {u"suffix"_s, {QString()}, u"Shimmy does not insert"_s},
    };
    return all;
}

std::optional<PromptMessage::Role> roleOf(const QString &name)
{
    if (name == "system"_L1 || name == "developer"_L1)
        return PromptMessage::Role::System;
    if (name == "user"_L1)
        return PromptMessage::Role::User;
    if (name == "assistant"_L1)
        return PromptMessage::Role::Assistant;
    return std::nullopt; // tool, function: Shimmy calls none
}

Result<std::vector<PromptRequest>> conversationOf(const QJsonObject &body)
{
    const auto messages = messagesOf(body, roleOf);
    if (!messages)
        return failWith(messages);
    for (const auto &each : body.value("messages"_L1).toArray()) {
        if (!each.toObject().value("tool_calls"_L1).toArray().isEmpty())
            return invalid(u"messages"_s, u"a message with \"tool_calls\" cannot be read: Shimmy calls no tools"_s);
    }
    return std::vector{PromptRequest{{}, *messages, false}};
}

Result<std::vector<PromptRequest>> promptsOf(const QJsonObject &body)
{
    const QJsonValue prompt = body.value("prompt"_L1);
    const QJsonArray all = prompt.isArray() ? prompt.toArray() : QJsonArray{prompt};
    if (all.isEmpty() || all.size() > mostPrompts)
        return invalid(u"prompt"_s, u"\"prompt\" may be a list of 1 to %1 strings"_s.arg(mostPrompts));
    std::vector<PromptRequest> requests;
    for (const auto &each : all) {
        if (!each.isString()) {
            return invalid(u"prompt"_s, u"\"prompt\" must be a string or a list of strings"_s,
                           u"tokens cannot be sent, only text"_s);
        }
        requests.push_back({each.toString(), {}, false});
    }
    return requests;
}

/// `stream_options.include_usage`; false unless true.
Result<bool> wantsUsage(const QJsonObject &body)
{
    const QString name = u"stream_options"_s;
    const QJsonValue options = body.value(name);
    const QJsonValue usage = options.toObject().value("include_usage"_L1);
    if (!options.isObject() && !options.isNull() && !options.isUndefined())
        return invalid(name, u"\"stream_options\" must be an object"_s);
    if (!usage.isBool() && !usage.isNull() && !usage.isUndefined())
        return invalid(name, u"\"include_usage\" must be true or false"_s);
    return usage.toBool();
}

Result<GenerationPlan> planOf(const ApiContext &context, const QJsonObject &body, bool isChat)
{
    auto prompts = isChat ? conversationOf(body) : promptsOf(body);
    if (!prompts)
        return failWith(prompts);
    const QStringList limits =
        isChat ? QStringList{u"max_completion_tokens"_s, u"max_tokens"_s} : QStringList{u"max_tokens"_s};
    auto plan = planWithoutPrompts(context, body, {ErrorStyle::OpenAi, limits, 2, u"stop"_s, unsupportedMembers()});
    if (!plan)
        return plan;
    const auto includeUsage = wantsUsage(body);
    if (!includeUsage)
        return failWith(includeUsage);
    plan->prompts = std::move(*prompts);
    plan->format = std::make_unique<OpenAiFormat>(isChat ? OpenAiFormat::Shape::Chat : OpenAiFormat::Shape::Completion,
                                                  body.value("model"_L1).toString(), *includeUsage, context.clock);
    return plan;
}

} // namespace

void postChat(const ApiContext &context, RoutedRequest request)
{
    auto plan = planOf(context, request.body, true);
    if (!plan)
        return sendError(*request.exchange, plan.error(), ErrorStyle::OpenAi);
    answerGeneration(context, request.exchange, std::move(*plan));
}

void postCompletions(const ApiContext &context, RoutedRequest request)
{
    auto plan = planOf(context, request.body, false);
    const QJsonValue echo = request.body.value("echo"_L1);
    if (plan && !echo.isBool() && !echo.isNull() && !echo.isUndefined())
        plan = invalid(u"echo"_s, u"\"echo\" must be true or false"_s);
    if (!plan)
        return sendError(*request.exchange, plan.error(), ErrorStyle::OpenAi);
    plan->echo = echo.toBool();
    if (!plan->maxTokens)
        plan->maxTokens = defaultCompletionTokens;
    answerGeneration(context, request.exchange, std::move(*plan));
}
