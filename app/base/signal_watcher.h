#pragma once

#include <QObject>
#include <QSocketNotifier>

/// Turns SIGTERM and SIGINT into a signal of Qt's kind. One a process.
class SignalWatcher final : public QObject {
    Q_OBJECT

public:
    explicit SignalWatcher(QObject *parent = nullptr);
    ~SignalWatcher() override;

Q_SIGNALS:
    /// The process was asked to end.
    void terminationRequested(int signalNumber);

private:
    QSocketNotifier m_notifier;
};
