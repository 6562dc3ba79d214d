#include "api/router.h"

#include "api/audit.h"
#include "base/json.h"
#include "base/logging.h"

#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 defaultMaxBodyBytes = 1 << 20;

/// What stands for the parameter of \a pattern in \a path, still encoded; empty, not null, when there is no
/// parameter; nothing when the path does not fit.
std::optional<QByteArray> parameterOf(const QByteArray &pattern, const QByteArray &path)
{
    const qsizetype brace = pattern.indexOf('{');
    if (brace < 0)
        return path == pattern ? std::optional(QByteArray("")) : std::nullopt;
    const QByteArray tail = pattern.sliced(pattern.indexOf('}') + 1);
    if (path.size() <= brace + tail.size() || !path.startsWith(pattern.first(brace)) || !path.endsWith(tail))
        return std::nullopt;
    const QByteArray parameter = path.sliced(brace, path.size() - brace - tail.size());
    const bool takesRest = pattern.contains("+}");
    return takesRest || !parameter.contains('/') ? std::optional(parameter) : std::nullopt;
}

bool isJsonType(QByteArray contentType)
{
    contentType = contentType.split(';').first().trimmed().toLower();
    return contentType == "application/json" || contentType.endsWith("+json");
}

/// The body of \a request was not waited for: see Router::wantsBody().
bool lacksBody(const HttpRequest &request)
{
    return request.body.isEmpty() && request.field("content-length").toLongLong() > 0;
}

/// What a path that is no route looks like to its client.
ErrorStyle styleOf(const QByteArray &path)
{
    if (path.startsWith("/v1/api/"))
        return path == "/v1/api/pull" ? ErrorStyle::Pull : ErrorStyle::Plain;
    if (path.startsWith("/v1/messages"))
        return ErrorStyle::Anthropic;
    const bool ours = path.startsWith("/v1/health") || path.startsWith("/v1/generate");
    return path.startsWith("/v1/") && !ours ? ErrorStyle::OpenAi : ErrorStyle::Plain;
}

/// The answer to OPTIONS; for a browser that asks before it lets a page of another origin send its request, also what
/// that may be. Whether the origin may at all was decided before.
HttpFields optionsOf(const HttpRequest &request, const QByteArray &allow)
{
    HttpFields fields{{"Allow", allow}};
    if (!request.field("access-control-request-method").isEmpty()) {
        fields.emplaceBack("Access-Control-Allow-Methods", allow);
        fields.emplaceBack("Access-Control-Allow-Headers",
                           "Authorization, Content-Type, X-Api-Key, X-HF-Token, X-Request-Id, Last-Event-ID, "
                           "Anthropic-Version, Anthropic-Beta");
        fields.emplaceBack("Access-Control-Max-Age", "600");
    }
    return fields;
}

void sendStatus(Exchange &exchange, int status, ErrorStyle style, const QString &message, const QString &hint,
                HttpFields fields = {})
{
    sendJson(exchange, status, errorBody({ErrorKind::InvalidArgument, message, hint, false, {}}, style),
             std::move(fields));
}

} // namespace

std::vector<const Route *> Router::matching(const QByteArray &path) const
{
    std::vector<const Route *> found;
    for (const Route &route : m_routes) {
        if (parameterOf(route.path, path))
            found.push_back(&route);
    }
    return found;
}

qint64 Router::maxBodyBytes(const QByteArray &method, const QByteArray &path) const
{
    for (const Route *route : matching(path)) {
        if (route->method == method)
            return route->maxBodyBytes;
    }
    return defaultMaxBodyBytes;
}

bool Router::isUrgent(const QByteArray &path) const
{
    return std::any_of(m_routes.begin(), m_routes.end(),
                       [&path](const Route &route) { return route.isUrgent && route.path == path; });
}

QList<QByteArray> Router::openPaths() const
{
    QList<QByteArray> paths;
    for (const Route &route : m_routes) {
        if (route.access == Access::Open)
            paths += route.path;
    }
    return paths;
}

bool Router::wantsBody(const HttpHead &head) const
{
    HttpRequest request;
    request.fields = head.fields;
    for (const Route *route : matching(head.path)) {
        if (route->method == head.method)
            return m_authorization.check(request, route->access).has_value();
    }
    return false;
}

void Router::handle(const ExchangePtr &exchange) const
{
    const HttpRequest &request = exchange->request();
    const auto routes = matching(request.path);
    if (routes.empty()) {
        return sendJson(
            *exchange, 404,
            errorBody(
                {ErrorKind::InvalidArgument, u"there is nothing here"_s, u"see GET / for the routes"_s, false, {}},
                styleOf(request.path)));
    }
    const QByteArray method = request.method == "HEAD" ? QByteArray("GET") : request.method;
    const auto route = std::find_if(routes.begin(), routes.end(), [&](const Route *r) { return r->method == method; });
    if (route == routes.end()) {
        QByteArray allow = "OPTIONS";
        for (const Route *r : routes)
            allow += ", " + (r->method == "GET" ? QByteArray("GET, HEAD") : r->method);
        if (method == "OPTIONS")
            return exchange->send(204, optionsOf(request, allow), {});
        return sendStatus(*exchange, 405, routes.front()->errors,
                          u"%1 is not possible here"_s.arg(QString::fromLatin1(request.method.left(32))),
                          u"use %1"_s.arg(QString::fromLatin1(allow)), {{"Allow", allow}});
    }
    take(**route, exchange);
}

void Router::take(const Route &route, const ExchangePtr &exchange) const
{
    const HttpRequest &request = exchange->request();
    const LogRequest concerned(request.id);
    exchange->setRoute(route.path, route.access == Access::Open);
    const auto caller = m_authorization.check(request, route.access);
    if (!caller)
        return sendError(*exchange, caller.error(), route.errors);
    exchange->setCaller(*caller);
    if (lacksBody(request) && route.method != "GET") { // when its head came, this key was not valid
        return sendStatus(*exchange, 503, route.errors, u"the API keys have just changed"_s, u"send it again"_s,
                          {{"Retry-After", "1"}});
    }
    RoutedRequest routed{exchange, {}, {}};
    routed.parameter = QUrl::fromPercentEncoding(*parameterOf(route.path, request.path));
    if (route.method != "GET" && !request.body.isEmpty() && !route.readsBody) {
        if (!isJsonType(request.field("content-type"))) {
            return sendStatus(*exchange, 415, route.errors, u"the body must be JSON"_s,
                              u"send Content-Type: application/json"_s);
        }
        const auto body = parseJsonObject(request.body, u"the request body"_s);
        if (!body)
            return sendError(*exchange, body.error(), route.errors);
        routed.body = *body;
    }
    if (route.access == Access::Manage && route.method != "GET")
        auditWhenEnded(routed);
    route.handle(std::move(routed));
}
