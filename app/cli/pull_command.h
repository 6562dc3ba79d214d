#pragma once

#include "cli/command_spec.h"
#include "client/pull.h"

class ApiStream;

/// shimmyctl pull: has the server fetch a model and shows how far it is. The download is the server's: Ctrl-C ends
/// the view, not the job, unless it was asked to.
class PullCommand final : public Command {
    Q_OBJECT

public:
    struct Manner {
        bool cancelsOnInterrupt = false;
        bool leavesAtOnce = false; ///< as soon as the server has taken the order
    };
    PullCommand(const Session &session, PullOrder order, Manner manner);
    ~PullCommand() override;
    void start() override;
    void interrupt() override;

private:
    void handleReceived(const QJsonObject &json);
    void handleFinished();
    void handleFailed(const Error &error);
    void tell(const PullEvent &event);
    void tellStarting(const PullEvent &event);
    void showProgress(const PullEvent &event);
    void cancelJob();

    const Session m_session;
    const PullOrder m_order;
    const Manner m_manner;
    std::unique_ptr<ApiStream> m_stream;
    PullEvent m_last;
    QString m_jobId;
    int m_nextMilestone = 0; ///< in percent; what a log gets a line for
    bool m_isCancelling = false;
};

CommandSpec pullSpec();
