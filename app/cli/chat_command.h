#pragma once

#include "cli/command.h"
#include "cli/line_editor.h"
#include "cli/session.h"
#include "client/chat.h"

#include <memory>

class Answer;

/// shimmyctl run without a prompt, on a terminal: a conversation that is sent along with each prompt.
/// Ctrl-C stops an answer; what came of it stays in the conversation.
class ChatCommand final : public Command {
    Q_OBJECT

public:
    /// The messages of \a order, if it has some, begin the conversation.
    ChatCommand(const Session &session, ChatOrder order);
    ~ChatCommand() override;
    void start() override;
    void interrupt() override;

private:
    void promptAgain();
    void readPrompt();
    /// All lines up to the closing quotes; nothing if it was given up.
    std::optional<QString> readQuoted(QString first);
    void obey(const QString &line);
    void setSystem(const QString &text);
    void ask(const QString &prompt);
    void handleAnswered(bool stopped);

    const Session m_session;
    ChatOrder m_order;
    LineEditor m_editor;
    std::unique_ptr<Answer> m_answer;
};
