#pragma once

#include "cli/command.h"
#include "cli/session.h"
#include "client/api_call.h"

#include <QJsonObject>

#include <functional>
#include <memory>

class ApiStream;

/// A long order whose answer is a stream of objects with "status" and "percent": a bar on a terminal, some lines
/// elsewhere, and at the end what came of it. The work is the server's and goes on when the command is interrupted.
class ProgressCommand final : public Command {
    Q_OBJECT

public:
    using Show = std::function<void(const QJsonObject &last, Terminal &terminal)>;

    /// \a subject is what the order is about, for the bar. \a lastStatus is the status of the object that says that it
    /// is done.
    ProgressCommand(const Session &session, ApiCall call, QString subject, QString lastStatus, Show show);
    ~ProgressCommand() override;
    void start() override;
    void interrupt() override;

private:
    void handleReceived(const QJsonObject &object);
    void handleFinished();

    const Session m_session;
    const ApiCall m_call;
    const QString m_subject;
    const QString m_lastStatus;
    const Show m_show;
    std::unique_ptr<ApiStream> m_stream;
    QJsonObject m_last;
    QString m_toldStatus;
};
