#pragma once

#include "cli/command.h"
#include "client/installed_model.h"

class ApiClient;
class Terminal;

/// shimmyctl list: the models that are ready for use.
class ListCommand final : public Command {
    Q_OBJECT

public:
    ListCommand(ApiClient &client, Terminal &terminal);
    void start() override;
    void interrupt() override { Q_EMIT ended(ExitCode::Interrupted); }

private:
    ApiClient &m_client;
    Terminal &m_terminal;
};

/// \a models as lines of columns, under a heading.
QStringList modelTable(const QList<InstalledModel> &models);
