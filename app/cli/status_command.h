#pragma once

#include "cli/command.h"

#include <QJsonObject>

class ApiClient;
class Terminal;

/// shimmyctl status: how the service is. Ends with Failed while nothing could be generated.
class StatusCommand final : public Command {
    Q_OBJECT

public:
    StatusCommand(ApiClient &client, Terminal &terminal);
    void start() override;
    void interrupt() override { Q_EMIT ended(ExitCode::Interrupted); }

private:
    ApiClient &m_client;
    Terminal &m_terminal;
};

/// What GET / said, as lines for a person.
QStringList statusLines(const QJsonObject &service);
