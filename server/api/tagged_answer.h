#pragma once

#include "http/exchange.h"

#include <QJsonObject>

#include <chrono>

/// Answers with \a body and an ETag of it, or with 304 when the client has that already. \a waited, if it is not 0, is
/// told in X-Hub-Waited: the seconds that the Hub had us wait.
void sendTagged(Exchange &exchange, const QJsonObject &body, std::chrono::milliseconds waited = {});

/// The same for \a json of any shape.
void sendTagged(Exchange &exchange, const QByteArray &json, std::chrono::milliseconds waited = {});

/// Whether the If-None-Match \a field has \a etag, in the weak comparison that it asks for.
bool isNoneMatch(const QByteArray &field, const QByteArray &etag);
