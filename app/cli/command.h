#pragma once

#include "cli/exit_code.h"

#include <QObject>

/// One run of one command: start() it, wait for ended().
class Command : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    virtual void start() = 0;
    /// Ctrl-C. Must end the command soon; what the server does goes on unless the command says otherwise.
    virtual void interrupt() = 0;

Q_SIGNALS:
    void ended(ExitCode code);
};
