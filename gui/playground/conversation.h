#pragma once

#include "base/result.h"
#include "client/chat.h"

#include <QDateTime>
#include <QList>

#include <chrono>
#include <optional>

/// What an answer cost: tokens as the server counted them, times as they were measured here.
struct AnswerFigures {
    int promptTokens = 0; ///< 0: the server has not said
    int completionTokens = 0;
    std::chrono::milliseconds firstToken{0}; ///< from the order to the first text
    std::chrono::milliseconds whole{0}; ///< from the order to the end

    /// Nothing when there is too little to tell. From the first token on; but from the order on where a server hands
    /// out all tokens at the end, since the time between its tokens is then none.
    std::optional<double> tokensPerSecond() const;
    bool operator==(const AnswerFigures &) const = default;
};

/// What one side said.
struct Turn {
    enum class Role { User, Assistant };
    enum class Ending {
        Complete, ///< the model had nothing to add, or came to a stop sequence
        TokenLimit,
        Stopped, ///< by the user
        Broken, ///< by an error
    };

    Role role = Role::User;
    QString text;
    QString model = {}; ///< these three are an answer's
    Ending ending = Ending::Complete;
    AnswerFigures figures = {};

    bool isAnswer() const { return role == Role::Assistant; }
    bool operator==(const Turn &) const = default;
};

/// How answers are made. Nothing, or an empty list: as the server does by default.
struct ChatParameters {
    std::optional<int> maxTokens;
    std::optional<double> temperature; ///< 0 to 2
    std::optional<double> topP; ///< 0 to 1
    QStringList stop;

    bool operator==(const ChatParameters &) const = default;
};

/// A chat as it is kept on disk. Of secrets it knows none.
struct Conversation {
    QString id; ///< names its file
    QString title; ///< empty: the first prompt stands for it
    QDateTime changedAt; ///< UTC
    QString model; ///< the one that is asked next
    QString systemPrompt;
    ChatParameters parameters;
    QList<Turn> turns;

    /// An empty one with an id of its own.
    static Conversation create();
    /// Whether \a id can be a conversation's, and therefore a file's name.
    static bool isId(const QString &id);

    /// For people: the title, or the beginning of the first prompt, on one line. Empty when there is neither.
    QString shownTitle() const;
    /// Whether the last prompt has no answer.
    bool isUnanswered() const { return !turns.isEmpty() && !turns.last().isAnswer(); }
    /// Empty when there is none.
    QString lastAnswer() const;
    /// Asks for the answer to the last prompt: with all that was said up to it.
    ChatOrder order() const;
    /// The messages as the API has them, with the system prompt and the last answer.
    QList<ChatMessage> messages() const;

    QJsonObject toJson() const;
    /// Error: InvalidArgument, when it is none, or of a later version.
    static Result<Conversation> fromJson(const QJsonObject &json);
    bool operator==(const Conversation &) const = default;
};
