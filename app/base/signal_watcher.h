#pragma once

#include <QObject>
#include <QSocketNotifier>

/// Turns SIGTERM, SIGINT and SIGHUP into signals of Qt's kind. One a process.
class SignalWatcher final : public QObject {
    Q_OBJECT

public:
    explicit SignalWatcher(QObject *parent = nullptr);
    ~SignalWatcher() override;

Q_SIGNALS:
    /// The process was asked to end.
    void terminationRequested(int signalNumber);
    /// It was asked to read its files again: SIGHUP.
    void reloadRequested();

private:
    QSocketNotifier m_notifier;
};
