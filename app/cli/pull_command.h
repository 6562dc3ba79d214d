#pragma once

#include "cli/command.h"
#include "client/pull.h"

#include <memory>

class ApiClient;
class ApiStream;
class Terminal;

/// shimmyctl pull: has the server fetch a model and shows how far it is. The download is the server's: Ctrl-C ends
/// the view, not the job.
class PullCommand final : public Command {
    Q_OBJECT

public:
    PullCommand(ApiClient &client, Terminal &terminal, PullOrder order);
    ~PullCommand() override;
    void start() override;
    void interrupt() override;

private:
    void handleReceived(const QJsonObject &json);
    void handleFinished();
    void handleFailed(const Error &error);
    void showProgress(const PullEvent &event);

    ApiClient &m_client;
    Terminal &m_terminal;
    const PullOrder m_order;
    std::unique_ptr<ApiStream> m_stream;
    PullEvent m_last;
    int m_nextMilestone = 0; ///< in percent; what a log gets a line for
};
