#pragma once

#include <QJsonObject>
#include <QList>

#include <optional>

struct ChatMessage {
    QString role; ///< "system", "user" or "assistant"
    QString text;
};

/// What POST /v1/chat/completions is asked for; the answer is streamed.
struct ChatOrder {
    QString model;
    QList<ChatMessage> messages;
    std::optional<int> maxTokens; ///< nothing: the server's default
    std::optional<double> temperature;

    QJsonObject toJson() const;
};

/// One event of a streamed answer.
struct ChatEvent {
    QString text; ///< may be empty
    QString finishReason; ///< empty until the last
    int completionTokens = 0; ///< of the one that brings the usage

    static ChatEvent fromJson(const QJsonObject &json);
};
