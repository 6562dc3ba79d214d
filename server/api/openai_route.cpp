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

Result<ChatMessage> messageOf(const QJsonObject &message)
{
    const QString role = message.value("role"_L1).toString();
    const auto text = textOf(message.value("content"_L1), u"messages"_s);
    if (!text)
        return failWith(text);
    if (!message.value("tool_calls"_L1).toArray().isEmpty())
        return invalid(u"messages"_s, u"a message with \"tool_calls\" cannot be read: Shimmy calls no tools"_s);
    if (role == "system"_L1 || role == "developer"_L1)
        return ChatMessage{ChatMessage::Role::System, *text};
    if (role == "user"_L1)
        return ChatMessage{ChatMessage::Role::User, *text};
    if (role == "assistant"_L1)
        return ChatMessage{ChatMessage::Role::Assistant, *text};
    return invalid(
        u"messages"_s,
        u"each message must have a \"role\": system, developer, user or assistant, not \"%1\""_s.arg(role.left(32)));
}

Result<std::vector<PromptRequest>> conversationOf(const QJsonObject &body)
{
    const QJsonValue messages = body.value("messages"_L1);
    if (!messages.isArray() || messages.toArray().isEmpty())
        return invalid(u"messages"_s, u"\"messages\" must be a list with at least one message"_s);
    PromptRequest request;
    for (const auto &each : messages.toArray()) {
        const auto message = messageOf(each.toObject());
        if (!message)
            return failWith(message);
        request.messages += *message;
    }
    return std::vector{request};
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

Result<std::optional<int>> limitOf(const QJsonObject &body, bool isChat)
{
    const auto limit = maxTokensOf(body, u"max_tokens"_s);
    if (!limit || !isChat)
        return limit;
    const auto newer = maxTokensOf(body, u"max_completion_tokens"_s);
    return !newer || *newer ? newer : limit;
}

Result<GenerationPlan> planOf(const ApiContext &context, const QJsonObject &body, bool isChat)
{
    auto prompts = isChat ? conversationOf(body) : promptsOf(body);
    const auto stream = wantsStream(body);
    const auto limit = limitOf(body, isChat);
    const auto sampling = samplingOf(body, 2);
    const auto stops = stopsOf(body, u"stop"_s);
    const auto supported = refuseUnsupported(body, unsupportedMembers());
    if (!prompts)
        return failWith(prompts);
    if (!stream)
        return failWith(stream);
    if (!limit)
        return failWith(limit);
    if (!sampling)
        return failWith(sampling);
    if (!stops)
        return failWith(stops);
    if (!supported)
        return failWith(supported);
    const auto model = modelOf(context, body);
    if (!model)
        return failWith(model);

    const bool includeUsage = body.value("stream_options"_L1).toObject().value("include_usage"_L1).toBool();
    GenerationPlan plan;
    plan.model = *model;
    plan.prompts = std::move(*prompts);
    plan.sampling = *sampling;
    plan.maxTokens = *limit;
    plan.stops = *stops;
    plan.stream = *stream;
    plan.errors = ErrorStyle::OpenAi;
    plan.format = std::make_unique<OpenAiFormat>(isChat ? OpenAiFormat::Shape::Chat : OpenAiFormat::Shape::Completion,
                                                 body.value("model"_L1).toString(), includeUsage, context.clock);
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
