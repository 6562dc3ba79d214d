#include "api/routes.h"

#include "api/card_route.h"
#include "api/delete_route.h"
#include "api/doctor_route.h"
#include "api/document_route.h"
#include "api/downloads_route.h"
#include "api/events_route.h"
#include "api/export_route.h"
#include "api/facts_route.h"
#include "api/files_route.h"
#include "api/generate_route.h"
#include "api/health_route.h"
#include "api/import_route.h"
#include "api/installed_models_route.h"
#include "api/limits_route.h"
#include "api/logs_route.h"
#include "api/messages_route.h"
#include "api/metrics_route.h"
#include "api/mirror_route.h"
#include "api/models_route.h"
#include "api/openai_route.h"
#include "api/pull_route.h"
#include "api/search_route.h"
#include "api/service_route.h"
#include "api/shimmy_route.h"
#include "api/verify_route.h"
#include "api/version_route.h"
#include "api/whoami_route.h"

std::vector<Route> makeRoutes(const ApiContext &context)
{
    constexpr qint64 promptBytes = 8 << 20;
    constexpr qint64 smallBytes = 1 << 20;
    constexpr bool isUrgent = true; // whoever watches us must not take a busy service for a dead one
    constexpr bool readsBody = true;
    const auto with = [&context](void (*handle)(const ApiContext &, RoutedRequest)) {
        return [context, handle](RoutedRequest request) { handle(context, std::move(request)); };
    };
    return {
        {"GET", "/", Access::Open, ErrorStyle::Plain, with(getService)},
        {"GET", "/health", Access::Open, ErrorStyle::Plain, with(getHealth), smallBytes, isUrgent},
        {"GET", "/v1/health", Access::Open, ErrorStyle::Plain, with(getHealth), smallBytes, isUrgent},
        {"GET", "/version", Access::Open, ErrorStyle::Plain, with(getVersion)},
        {"GET", "/metrics", Access::Open, ErrorStyle::Plain, with(getMetrics)},
        {"GET", "/v1/models", Access::AnyKey, ErrorStyle::OpenAi, with(listModels)},
        {"GET", "/v1/models/{id+}", Access::AnyKey, ErrorStyle::OpenAi, with(getModel)},
        {"POST", "/v1/generate", Access::Inference, ErrorStyle::Plain, with(postGenerate), promptBytes},
        {"POST", "/api/generate", Access::Inference, ErrorStyle::Plain, with(postGenerate), promptBytes},
        {"GET", "/ws/generate", Access::Inference, ErrorStyle::Plain, with(refuseWebSocket)},
        {"POST", "/v1/chat/completions", Access::Inference, ErrorStyle::OpenAi, with(postChat), promptBytes},
        {"POST", "/v1/completions", Access::Inference, ErrorStyle::OpenAi, with(postCompletions), promptBytes},
        {"POST", "/v1/messages", Access::Inference, ErrorStyle::Anthropic, with(postMessages), promptBytes},
        {"POST", "/v1/messages/count_tokens", Access::Inference, ErrorStyle::Anthropic, with(countMessages),
         promptBytes},
        {"POST", "/v1/api/pull", Access::Manage, ErrorStyle::Pull, with(postPull)},
        {"POST", "/v1/api/delete", Access::Manage, ErrorStyle::Plain, with(deleteNamedModel)},
        {"DELETE", "/v1/api/delete", Access::Manage, ErrorStyle::Plain, with(deleteNamedModel)},
        {"GET", "/v1/api/models", Access::Manage, ErrorStyle::Plain, with(listInstalledModels)},
        {"GET", "/v1/api/models/{id}", Access::Manage, ErrorStyle::Plain, with(getInstalledModel)},
        {"POST", "/v1/api/models/{id}/pin", Access::Manage, ErrorStyle::Plain, with(pinModel)},
        {"POST", "/v1/api/models/{id}/unpin", Access::Manage, ErrorStyle::Plain, with(unpinModel)},
        {"POST", "/v1/api/models/{id}/check", Access::Manage, ErrorStyle::Plain, with(checkModel)},
        {"POST", "/v1/api/verify", Access::Manage, ErrorStyle::Plain, with(verifyModel)},
        {"GET", "/v1/api/export", Access::Manage, ErrorStyle::Plain, with(exportModel)},
        {"POST", "/v1/api/import", Access::Manage, ErrorStyle::Plain, with(importModel)},
        {"DELETE", "/v1/api/models/{id}", Access::Manage, ErrorStyle::Plain, with(deleteModel)},
        {"GET", "/v1/api/downloads", Access::Manage, ErrorStyle::Plain, with(listDownloads)},
        {"GET", "/v1/api/downloads/{id}", Access::Manage, ErrorStyle::Plain, with(getDownload)},
        {"DELETE", "/v1/api/downloads/{id}", Access::Manage, ErrorStyle::Plain, with(cancelDownload)},
        {"POST", "/v1/api/downloads/{id}/pause", Access::Manage, ErrorStyle::Plain, with(pauseDownload)},
        {"POST", "/v1/api/downloads/{id}/resume", Access::Manage, ErrorStyle::Plain, with(resumeDownload)},
        {"POST", "/v1/api/downloads/{id}/retry", Access::Manage, ErrorStyle::Plain, with(retryDownload)},
        {"POST", "/v1/api/downloads/{id}/move", Access::Manage, ErrorStyle::Plain, with(moveDownload)},
        {"GET", "/v1/api/search", Access::Manage, ErrorStyle::Plain, with(searchRepos)},
        {"GET", "/v1/api/files", Access::Manage, ErrorStyle::Plain, with(listFiles)},
        {"GET", "/v1/api/files/facts", Access::Manage, ErrorStyle::Plain, with(getFileFacts)},
        {"GET", "/v1/api/card", Access::Manage, ErrorStyle::Plain, with(getCard)},
        {"GET", "/v1/api/whoami", Access::Manage, ErrorStyle::Plain, with(getWhoami)},
        {"GET", "/v1/api/events", Access::Manage, ErrorStyle::Plain, with(getEvents)},
        {"GET", "/v1/api/doctor", Access::Manage, ErrorStyle::Plain, with(getDoctor)},
        {"GET", "/v1/api/logs", Access::Manage, ErrorStyle::Plain, with(getLogs)},
        {"GET", "/v1/api/shimmy", Access::Manage, ErrorStyle::Plain, with(getShimmy)},
        {"POST", "/v1/api/shimmy/restart", Access::Manage, ErrorStyle::Plain, with(restartShimmy)},
        {"GET", "/v1/api/limits", Access::Manage, ErrorStyle::Plain, with(getLimits)},
        {"POST", "/v1/api/limits", Access::Manage, ErrorStyle::Plain, with(setLimits)},
        {"GET", "/hub/{path+}", Access::Mirror, ErrorStyle::Plain, with(getMirrored)},
        {"POST", "/hub/{path+}", Access::Mirror, ErrorStyle::Plain, with(postMirrored), smallBytes, !isUrgent,
         readsBody},
        {"GET", "/openapi.json", Access::Open, ErrorStyle::Plain, with(getOpenApi)},
        {"GET", "/docs", Access::Open, ErrorStyle::Plain, with(getDocs)},
    };
}
