#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QUrlQuery>

#include <chrono>
#include <optional>

/// One request of the API as a value: what is to be sent where.
struct ApiCall {
    QByteArray method;
    QString path; ///< percent-encoded
    QUrlQuery query;
    std::optional<QJsonObject> body;
    QByteArray hubToken = {}; ///< for X-HF-Token; empty: the server's own
    std::chrono::milliseconds patience = std::chrono::seconds(30); ///< with silence; streams have no such limit

    static ApiCall get(const QString &path, const QUrlQuery &query = {}) { return {"GET", path, query, {}}; }
    static ApiCall post(const QString &path, const QJsonObject &body = {}) { return {"POST", path, {}, body}; }
    static ApiCall remove(const QString &path, const QUrlQuery &query = {}) { return {"DELETE", path, query, {}}; }
};

/// \a name as one segment of a path: what has a meaning in paths is percent-encoded, slashes as well.
QString pathSegment(const QString &name);
/// \a name=\a value of a query, encoded so that it arrives as it is, plus signs as well.
void addQueryItem(QUrlQuery &query, const QString &name, const QString &value);
