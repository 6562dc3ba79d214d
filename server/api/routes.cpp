#include "api/routes.h"

#include "api/delete_route.h"
#include "api/downloads_route.h"
#include "api/events_route.h"
#include "api/generate_route.h"
#include "api/health_route.h"
#include "api/limits_route.h"
#include "api/messages_route.h"
#include "api/models_route.h"
#include "api/openai_route.h"
#include "api/pull_route.h"
#include "api/service_route.h"

std::vector<Route> makeRoutes(const ApiContext &context)
{
    constexpr qint64 promptBytes = 8 << 20;
    constexpr qint64 smallBytes = 1 << 20;
    constexpr bool isUrgent = true; // whoever watches us must not take a busy service for a dead one
    const auto with = [&context](void (*handle)(const ApiContext &, RoutedRequest)) {
        return [context, handle](RoutedRequest request) { handle(context, std::move(request)); };
    };
    return {
        {"GET", "/", ErrorStyle::Plain, with(getService)},
        {"GET", "/health", ErrorStyle::Plain, with(getHealth), smallBytes, isUrgent},
        {"GET", "/v1/health", ErrorStyle::Plain, with(getHealth), smallBytes, isUrgent},
        {"GET", "/v1/models", ErrorStyle::OpenAi, with(listModels)},
        {"GET", "/v1/models/{id+}", ErrorStyle::OpenAi, with(getModel)},
        {"POST", "/v1/generate", ErrorStyle::Plain, with(postGenerate), promptBytes},
        {"POST", "/api/generate", ErrorStyle::Plain, with(postGenerate), promptBytes},
        {"GET", "/ws/generate", ErrorStyle::Plain, with(refuseWebSocket)},
        {"POST", "/v1/chat/completions", ErrorStyle::OpenAi, with(postChat), promptBytes},
        {"POST", "/v1/completions", ErrorStyle::OpenAi, with(postCompletions), promptBytes},
        {"POST", "/v1/messages", ErrorStyle::Anthropic, with(postMessages), promptBytes},
        {"POST", "/v1/messages/count_tokens", ErrorStyle::Anthropic, with(countMessages), promptBytes},
        {"POST", "/v1/api/pull", ErrorStyle::Pull, with(postPull)},
        {"POST", "/v1/api/delete", ErrorStyle::Plain, with(deleteNamedModel)},
        {"DELETE", "/v1/api/delete", ErrorStyle::Plain, with(deleteNamedModel)},
        {"DELETE", "/v1/api/models/{id}", ErrorStyle::Plain, with(deleteModel)},
        {"GET", "/v1/api/downloads", ErrorStyle::Plain, with(listDownloads)},
        {"GET", "/v1/api/downloads/{id}", ErrorStyle::Plain, with(getDownload)},
        {"DELETE", "/v1/api/downloads/{id}", ErrorStyle::Plain, with(cancelDownload)},
        {"POST", "/v1/api/downloads/{id}/pause", ErrorStyle::Plain, with(pauseDownload)},
        {"POST", "/v1/api/downloads/{id}/resume", ErrorStyle::Plain, with(resumeDownload)},
        {"POST", "/v1/api/downloads/{id}/retry", ErrorStyle::Plain, with(retryDownload)},
        {"POST", "/v1/api/downloads/{id}/move", ErrorStyle::Plain, with(moveDownload)},
        {"GET", "/v1/api/events", ErrorStyle::Plain, with(getEvents)},
        {"GET", "/v1/api/limits", ErrorStyle::Plain, with(getLimits)},
        {"POST", "/v1/api/limits", ErrorStyle::Plain, with(setLimits)},
    };
}
