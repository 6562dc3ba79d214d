#pragma once

#include "cli/command_spec.h"

struct ModelDetails;

/// shimmyctl rm: removes models one after the other, and asks before each if somebody is there to be asked.
class RemoveCommand final : public Command {
    Q_OBJECT

public:
    RemoveCommand(const Session &session, QStringList models, bool asks);
    void start() override { removeNext(); }
    void interrupt() override { Q_EMIT ended(ExitCode::Interrupted); }

private:
    void removeNext();
    void remove(const ModelDetails &model);
    void giveUp(const Error &error);
    bool isWanted(const ModelDetails &model);

    const Session m_session;
    QStringList m_left;
    const bool m_asks;
    ExitCode m_outcome = ExitCode::Success;
};

CommandSpec removeSpec();
