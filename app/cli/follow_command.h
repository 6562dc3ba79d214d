#pragma once

#include "cli/command.h"
#include "cli/session.h"
#include "client/api_call.h"
#include "client/api_stream.h"

#include <functional>
#include <memory>

/// Prints a stream, object by object, until it ends or Ctrl-C, which is how most of them end: with success.
class FollowCommand final : public Command {
    Q_OBJECT

public:
    using Show = std::function<void(const QJsonObject &object, Terminal &terminal)>;

    FollowCommand(const Session &session, ApiCall call, ApiStream::Framing framing, Show show);
    ~FollowCommand() override;
    void start() override;
    void interrupt() override { Q_EMIT ended(ExitCode::Success); }

private:
    const Session m_session;
    const ApiCall m_call;
    const ApiStream::Framing m_framing;
    const Show m_show;
    std::unique_ptr<ApiStream> m_stream;
};
