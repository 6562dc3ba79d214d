#pragma once

#include "base/event_stream_parser.h"
#include "proxy/generation_gate.h"

#include <QJsonObject>

class ShimmyCall;
class ShimmyConnections;

/// What to ask Shimmy for.
struct GenerationOrder {
    QJsonObject body; ///< model (by Shimmy's name), prompt, and what to sample by
    QByteArray client{}; ///< whose turn it takes at the gate: its address, until clients have keys
};

/// One inference from its wait at the gate to its last token. Always streamed from Shimmy, also for a client that
/// wants one answer: that counts the tokens, shows a hang, and keeps Shimmy's /health answering.
/// Destroying it cancels: out of the queue, or with the instance that works for nobody.
class Generation final : public QObject {
    Q_OBJECT

public:
    /// \a connections, \a gate and \a clock must outlive it.
    Generation(GenerationOrder order, GenerationGate &gate, ShimmyConnections &connections, Clock &clock,
               QObject *parent = nullptr);
    ~Generation() override;

    /// Only an order that is too large for Shimmy fails before this returns.
    void start();
    /// True: leaves further tokens to the network's buffer, because the client is slow.
    void setPaused(bool paused);
    int tokens() const { return m_tokens; }
    struct Times {
        using TimePoint = std::chrono::steady_clock::time_point;
        TimePoint started; ///< it was asked for
        std::optional<TimePoint> admitted;
        std::optional<TimePoint> firstToken;
    };
    const Times &times() const { return m_times; }

Q_SIGNALS:
    void tokenReceived(const QString &text);
    void finished();
    /// Error: ShimmyFailed, ShimmyUnavailable, QueueFull, ShuttingDown, TimedOut, TooLarge, ModelNotFound (it was
    /// removed meanwhile), InvalidArgument (Shimmy's own words).
    void failed(const Error &error);

private:
    void send();
    void handleReadyRead();
    void handleEvent(const QByteArray &data);
    void handleFinished();
    void handleBroken();
    void handleRefusal(int status);
    Error refusal(int status) const;
    void watch();
    void end();

    const GenerationOrder m_order;
    GenerationGate &m_gate;
    ShimmyConnections &m_connections;
    Clock &m_clock;
    QByteArray m_wireBody; ///< until it is sent
    std::optional<GenerationLease> m_lease;
    QPointer<ShimmyCall> m_call;
    EventStreamParser m_parser;
    std::chrono::steady_clock::time_point m_lastSign;
    Times m_times;
    int m_tokens = 0;
    bool m_paused = false;
    bool m_sawEnd = false;
};
