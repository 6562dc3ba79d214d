#pragma once

#include "cli/answer.h"
#include "cli/command_spec.h"

/// shimmyctl run with a prompt: its answer as it is generated.
class RunCommand final : public Command {
    Q_OBJECT

public:
    RunCommand(const Session &session, const ChatOrder &order);
    void start() override { m_answer.start(); }
    void interrupt() override;

private:
    void handleFinished();

    const Session m_session;
    Answer m_answer;
};

/// One prompt from the words or the standard input, or a chat when that is a terminal.
CommandSpec runSpec();
