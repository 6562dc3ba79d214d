#pragma once

#include "cli/command.h"
#include "cli/session.h"
#include "client/api_call.h"

#include <functional>

/// Makes one call and prints its answer: as it came with --json, else as a function shows it.
class CallCommand final : public Command {
    Q_OBJECT

public:
    using Show = std::function<void(const QJsonObject &answer, Terminal &terminal)>;
    using Judge = std::function<ExitCode(const QJsonObject &answer)>;

    /// \a judge decides how a command ends that was answered; without it, with success.
    CallCommand(const Session &session, ApiCall call, Show show, Judge judge = {});
    void start() override;
    void interrupt() override { Q_EMIT ended(ExitCode::Interrupted); }

private:
    const Session m_session;
    const ApiCall m_call;
    const Show m_show;
    const Judge m_judge;
};
