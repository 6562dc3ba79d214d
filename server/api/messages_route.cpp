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

std::optional<PromptMessage::Role> roleOf(const QString &name)
{
    if (name == "user"_L1)
        return PromptMessage::Role::User;
    if (name == "assistant"_L1)
        return PromptMessage::Role::Assistant;
    return std::nullopt;
}

Result<PromptRequest> conversationOf(const QJsonObject &body)
{
    const auto system = systemOf(body);
    const auto messages = messagesOf(body, roleOf);
    if (!system)
        return failWith(system);
    if (!messages)
        return failWith(messages);
    PromptRequest request{{}, *system, false};
    for (const PromptMessage &message : *messages) {
        // Turns of the same one in a row are one.
        if (!request.messages.isEmpty() && request.messages.last().role == message.role)
            request.messages.last().content += u'\n' + message.content;
        else
            request.messages += message;
    }
    // An answer that was begun for the assistant goes on.
    request.continueLast = request.messages.last().role == PromptMessage::Role::Assistant;
    return request;
}

Result<GenerationPlan> planOf(const ApiContext &context, const QJsonObject &body)
{
    auto conversation = conversationOf(body);
    if (!conversation)
        return failWith(conversation);
    auto plan = planWithoutPrompts(
        context, body, {ErrorStyle::Anthropic, {u"max_tokens"_s}, 1, u"stop_sequences"_s, unsupportedMembers()});
    if (!plan)
        return plan;
    if (!plan->maxTokens)
        return invalid(u"max_tokens"_s, u"\"max_tokens\" is required"_s);
    plan->prompts.push_back(std::move(*conversation));
    plan->format = std::make_unique<AnthropicFormat>(body.value("model"_L1).toString());
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
