#pragma once

#include "base/json.h"

#include <QJsonArray>
#include <QJsonObject>

/// The pieces of an answer as the chat route streams them.

inline constexpr auto chatRoute = "POST /v1/chat/completions";

inline QByteArray chatPiece(const QString &text)
{
    const QJsonObject delta{{QStringLiteral("content"), text}};
    const QJsonObject choice{{QStringLiteral("delta"), delta}, {QStringLiteral("finish_reason"), QJsonValue()}};
    return "data: " + toJson({{QStringLiteral("choices"), QJsonArray{choice}}}) + "\n\n";
}

inline QByteArray chatEnd(const QString &reason, int promptTokens, int completionTokens)
{
    const QJsonObject choice{{QStringLiteral("delta"), QJsonObject()}, {QStringLiteral("finish_reason"), reason}};
    const QJsonObject usage{{QStringLiteral("prompt_tokens"), promptTokens},
                            {QStringLiteral("completion_tokens"), completionTokens}};
    return "data: " + toJson({{QStringLiteral("choices"), QJsonArray{choice}}})
        + "\n\ndata: " + toJson({{QStringLiteral("choices"), QJsonArray()}, {QStringLiteral("usage"), usage}})
        + "\n\ndata: [DONE]\n\n";
}
