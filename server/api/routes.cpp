#include "api/routes.h"

#include "api/generate_route.h"
#include "api/health_route.h"
#include "api/models_route.h"
#include "api/openai_route.h"
#include "api/pull_route.h"
#include "api/service_route.h"

std::vector<Route> makeRoutes(const ApiContext &context)
{
    constexpr qint64 promptBytes = 8 << 20;
    const auto with = [&context](void (*handle)(const ApiContext &, RoutedRequest)) {
        return [context, handle](RoutedRequest request) { handle(context, std::move(request)); };
    };
    return {
        {"GET", "/", ErrorStyle::Plain, with(getService)},
        {"GET", "/health", ErrorStyle::Plain, with(getHealth)},
        {"GET", "/v1/health", ErrorStyle::Plain, with(getHealth)},
        {"GET", "/v1/models", ErrorStyle::OpenAi, with(listModels)},
        {"GET", "/v1/models/{id}", ErrorStyle::OpenAi, with(getModel)},
        {"POST", "/v1/generate", ErrorStyle::Plain, with(postGenerate), promptBytes},
        {"POST", "/api/generate", ErrorStyle::Plain, with(postGenerate), promptBytes},
        {"GET", "/ws/generate", ErrorStyle::Plain, with(refuseWebSocket)},
        {"POST", "/v1/chat/completions", ErrorStyle::OpenAi, with(postChat), promptBytes},
        {"POST", "/v1/completions", ErrorStyle::OpenAi, with(postCompletions), promptBytes},
        {"POST", "/v1/api/pull", ErrorStyle::Pull, with(postPull)},
    };
}
