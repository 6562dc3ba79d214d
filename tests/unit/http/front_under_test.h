#pragma once

#include "http/http_server.h"

#include <QThread>

#include <atomic>

/// An HttpServer on a thread of its own, with one route for each kind of answer:
/// /health at once; /echo says what it saw; /hold when release() is called; /big a fixed body; /stream three chunks;
/// /flood chunks without end, at the client's pace; /pushy the same at its own; /forget lets go of the exchange
/// unanswered; /unfinished of a begun one; /broken calls abort(); /nothing 204; /split a field with a line break.
class FrontUnderTest {
public:
    explicit FrontUnderTest(HttpLimits limits = {}, const QHostAddress &address = QHostAddress::LocalHost,
                            std::optional<HostRule> rule = {});
    ~FrontUnderTest();

    quint16 port() const { return m_port; }
    /// Answers what /hold has kept.
    void release();
    int held() const { return m_held; }
    /// Exchanges whose client went away first.
    int aborted() const { return m_aborted; }
    /// Requests that a handler saw.
    int seen() const { return m_seen; }
    /// Exchanges that exist.
    int living() const { return m_living; }
    int connections();
    void stopListening();
    void closeIdle();
    /// Destroys the server while its exchanges live.
    void destroyServer();

    static constexpr qsizetype bigBytes = 24 * 1024 * 1024;

private:
    void answer(const ExchangePtr &exchange);
    void flood(const ExchangePtr &exchange);
    void push(const ExchangePtr &exchange);
    void onServerThread(const std::function<void()> &call);

    QThread m_thread;
    QObject m_context;
    std::unique_ptr<HttpServer> m_server;
    QList<ExchangePtr> m_kept;
    quint16 m_port = 0;
    std::atomic<int> m_held = 0;
    std::atomic<int> m_aborted = 0;
    std::atomic<int> m_seen = 0;
    std::atomic<int> m_living = 0;
};
