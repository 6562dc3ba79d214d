#pragma once

#include "base/error.h"
#include "http/exchange.h"

#include <QJsonObject>

/// How a route's errors look.
enum class ErrorStyle {
    Plain, ///< {"error":{"code","message","hint"}}
    OpenAi, ///< {"error":{"message","type","param","code"}}
    Anthropic, ///< {"type":"error","error":{"type","message"}}
    Pull, ///< {"status":"error","error","code","hint"}, as the original service
};

/// The HTTP status that an Error's kind means.
int statusOf(const Error &error);

QJsonObject errorBody(const Error &error, ErrorStyle style);

/// Answers \a exchange with \a error, its status and, where the error says so, Retry-After.
void sendError(Exchange &exchange, const Error &error, ErrorStyle style);

/// Answers with \a body as application/json.
void sendJson(Exchange &exchange, int status, const QJsonObject &body, HttpFields fields = {});
