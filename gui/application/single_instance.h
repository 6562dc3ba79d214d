#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

/// Keeps a program from running twice with the same settings: the second start shows the first one's window. A process
/// that was killed is in nobody's way.
class SingleInstance final : public QObject {
    Q_OBJECT

public:
    /// \a settingsFile, which may be empty, tells apart what may run side by side.
    explicit SingleInstance(const QString &settingsFile, QObject *parent = nullptr);
    ~SingleInstance() override;

    /// Whether no other runs. Stays so.
    bool isFirst() const { return m_lock.isLocked(); }
    /// Has the first one call. Waits for it, some seconds at the most; false when it does not hear.
    bool callFirst() const;
    /// Waits until the first one has ended, which it is about to, half a minute at the most. This is the first then.
    bool waitForFirst();
    /// Hears no calls any more: this is about to end.
    void leave();

Q_SIGNALS:
    /// This is the first one, and another was started.
    void called();

private:
    bool begin(int patience);
    void take();

    const QString m_path;
    QLockFile m_lock;
    QLocalServer m_server;
};
