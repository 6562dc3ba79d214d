#pragma once

#include "access/authorization.h"
#include "api/error_answer.h"
#include "http/http_head.h"

#include <QJsonObject>

#include <functional>
#include <optional>
#include <vector>

/// A request as its route sees it.
struct RoutedRequest {
    ExchangePtr exchange;
    QJsonObject body; ///< of a POST or DELETE; empty when it has none
    QString parameter; ///< what stood for {…} in the path, decoded once
};

/// One row of the table of routes.
struct Route {
    QByteArray method; ///< GET answers HEAD as well
    QByteArray path; ///< with at most one "{name}", which is one segment, or "{name+}" at its end: all that follows
    Access access;
    ErrorStyle errors;
    std::function<void(RoutedRequest)> handle;
    qint64 maxBodyBytes = 1 << 20;
    bool isUrgent = false; ///< costs next to nothing and is handled before requests that came earlier
    bool readsBody = false; ///< the route reads the body itself, of whatever type; RoutedRequest::body stays empty
};

/// Finds the route of a request and checks what all routes need: method, key, content type, JSON.
/// Answers 404, 405 with Allow, 401, 403, 415, 400 and OPTIONS itself.
class Router {
public:
    Router(std::vector<Route> routes, Authorization authorization)
        : m_routes(std::move(routes))
        , m_authorization(authorization)
    {
    }
    void handle(const ExchangePtr &exchange) const;
    /// The body limit of a route; 1 MiB for what is no route.
    qint64 maxBodyBytes(const QByteArray &method, const QByteArray &path) const;
    bool isUrgent(const QByteArray &path) const;
    /// Of the routes for everybody.
    QList<QByteArray> openPaths() const;
    /// Whether the body of a request with \a head would come to a route: there is one, and its caller may use it.
    bool wantsBody(const HttpHead &head) const;

private:
    std::vector<const Route *> matching(const QByteArray &path) const;

    void take(const Route &route, const ExchangePtr &exchange) const;

    std::vector<Route> m_routes;
    Authorization m_authorization;
};
