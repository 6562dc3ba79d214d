#pragma once

#include "cli/command_spec.h"
#include "cli/completion.h"

/// shimmyctl __complete: what shells ask. Prints a candidate a line and never complains.
class CompleteCommand final : public Command {
    Q_OBJECT

public:
    CompleteCommand(const Session &session, Completion completion);
    void start() override;
    void interrupt() override { Q_EMIT ended(ExitCode::Interrupted); }

private:
    void askForModels();
    void askForJobs();
    /// Those that models came from or that are being pulled; behind a colon, the quantizations of one.
    void askForRepos();
    void askForQuantizations(const QString &repo, const QString &before);
    void finish();

    const Session m_session;
    Completion m_completion;
    int m_open = 0; ///< calls that are not answered
};

CommandSpec completeSpec();
