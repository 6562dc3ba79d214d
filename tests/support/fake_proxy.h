#pragma once

#include <QByteArray>
#include <QMutex>
#include <QThread>

/// A proxy for HTTP_PROXY and HTTPS_PROXY: passes on CONNECT tunnels and plain requests with an absolute URL, and
/// remembers what it was asked for. Has a thread of its own.
class FakeProxy {
public:
    FakeProxy();
    ~FakeProxy();
    FakeProxy(const FakeProxy &) = delete;
    FakeProxy &operator=(const FakeProxy &) = delete;

    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_port); }
    /// Targets in order, one a connection: "host:port" of a tunnel, or the URL of a plain request.
    QList<QByteArray> targets() const;

private:
    class Listener;
    void remember(const QByteArray &target);

    mutable QMutex m_mutex;
    QList<QByteArray> m_targets;
    QThread m_thread;
    Listener *m_listener = nullptr; ///< lives in m_thread
    quint16 m_port = 0;
};
