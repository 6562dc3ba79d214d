#include "api/messages_route.h"

#include "api/anthropic_format.h"
#include "api/inference_request.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

const QList<UnsupportedMember> &unsupportedMembers()
{
    static const QList<UnsupportedMember> all{
        {u"tools"_s, {}, u"Shimmy calls no tools"_s},
        {u"tool_choice"_s,
         {QJsonObject{{u"type"_s, u"none"_s}}, QJsonObject{{u"type"_s, u"auto"_s}}},
         u"Shimmy calls no tools"_s},
        {u"thinking"_s, {QJsonObject{{u"type"_s, u"disabled"_s}}}, u"Shimmy's models do not think apart"_s},
        {u"mcp_servers"_s, {}, u"Shimmy calls no tools"_s},
        {u"container"_s, {}, u"Shimmy runs no code"_s},
    };
    return all;
}

Result<PromptRequest> conversationOf(const QJsonObject &body)
{
    const QJsonValue messages = body.value("messages"_L1);
    if (!messages.isArray() || messages.toArray().isEmpty())
        return invalid(u"messages"_s, u"messages: at least one message is required"_s);
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
        if (role != "user"_L1 && role != "assistant"_L1)
            return invalid(u"messages"_s, u"messages: a role must be \"user\" or \"assistant\""_s);
        const auto who = role == "user"_L1 ? ChatMessage::Role::User : ChatMessage::Role::Assistant;
        // Turns of the same one in a row are one.
        if (!request.messages.isEmpty() && request.messages.last().role == who)
            request.messages.last().content += u'\n' + *text;
        else
            request.messages += ChatMessage{who, *text};
    }
    // An answer that was begun for the assistant goes on.
    request.continueLast = request.messages.last().role == ChatMessage::Role::Assistant;
    return request;
}

Result<GenerationPlan> planOf(const ApiContext &context, const QJsonObject &body)
{
    auto conversation = conversationOf(body);
    const auto stream = wantsStream(body);
    const auto limit = maxTokensOf(body, u"max_tokens"_s);
    const auto sampling = samplingOf(body, 1);
    const auto stops = stopsOf(body, u"stop_sequences"_s);
    const auto supported = refuseUnsupported(body, unsupportedMembers());
    if (!conversation)
        return failWith(conversation);
    if (!stream)
        return failWith(stream);
    if (!limit)
        return failWith(limit);
    if (!*limit)
        return invalid(u"max_tokens"_s, u"max_tokens: this field is required"_s);
    if (!sampling)
        return failWith(sampling);
    if (!stops)
        return failWith(stops);
    if (!supported)
        return failWith(supported);
    const auto model = modelOf(context, body);
    if (!model)
        return failWith(model);

    GenerationPlan plan;
    plan.model = *model;
    plan.prompts.push_back(std::move(*conversation));
    plan.sampling = *sampling;
    plan.maxTokens = *limit;
    plan.stops = *stops;
    plan.stream = *stream;
    plan.errors = ErrorStyle::Anthropic;
    plan.format = std::make_unique<AnthropicFormat>(body.value("model"_L1).toString());
    return plan;
}

void nameRequest(Exchange &exchange)
{
    exchange.setField("request-id", exchange.request().id); // as Anthropic calls it
}

} // namespace

void postMessages(const ApiContext &context, RoutedRequest request)
{
    nameRequest(*request.exchange);
    auto plan = planOf(context, request.body);
    if (!plan)
        return sendError(*request.exchange, plan.error(), ErrorStyle::Anthropic);
    answerGeneration(context, request.exchange, std::move(*plan));
}

void countMessages(const ApiContext &context, RoutedRequest request)
{
    nameRequest(*request.exchange);
    const auto conversation = conversationOf(request.body);
    const auto model = modelOf(context, request.body);
    if (!conversation)
        return sendError(*request.exchange, conversation.error(), ErrorStyle::Anthropic);
    if (!model)
        return sendError(*request.exchange, model.error(), ErrorStyle::Anthropic);
    context.prompts.prepare(*model, *conversation, request.exchange.get(),
                            [exchange = request.exchange](const Prompt &prompt) {
                                sendJson(*exchange, 200, {{u"input_tokens"_s, prompt.tokens}});
                            });
}
