#pragma once

#include <QJsonObject>
#include <QList>
#include <QStringList>

#include <optional>

struct ChatMessage {
    QString role; ///< "system", "user" or "assistant"
    QString text;
};

/// What a model is asked; the answer is streamed.
struct ChatOrder {
    QString model;
    QList<ChatMessage> messages;
    QString rawPrompt; ///< if there are no messages: goes to the model as it is, without a chat template
    std::optional<int> maxTokens; ///< nothing: the server's default
    std::optional<double> temperature;
    std::optional<double> topP;
    QStringList stop; ///< at most 16; the answer ends before the first of them

    bool isRaw() const { return messages.isEmpty(); }
    QJsonObject toJson() const;
};

/// One event of a streamed answer.
struct ChatEvent {
    QString text; ///< may be empty
    QString finishReason; ///< empty until the last
    int promptTokens = 0; ///< these two are of the one that brings the usage
    int completionTokens = 0;

    static ChatEvent fromJson(const QJsonObject &json);
};
