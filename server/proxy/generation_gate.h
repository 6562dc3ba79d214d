#pragma once

#include "base/clock.h"
#include "shimmy/shimmy_supervisor.h"

#include <QPointer>

#include <list>
#include <optional>

class GenerationGate;

/// The right to use one instance for one generation. Giving it up, by letting it die, admits the next.
class GenerationLease {
public:
    GenerationLease(GenerationLease &&other) noexcept;
    GenerationLease &operator=(GenerationLease &&) = delete;
    ~GenerationLease();
    quint16 port() const;
    /// Ends the instance together with the generation, because nobody waits for it any more: Shimmy would go on
    /// computing for a client that has left, and a fresh instance is there in some 50 ms.
    void abandon();
    /// Calls \a ended once the instance has ended, with the reason as an error: ShimmyFailed, or ShuttingDown when the
    /// gate had been stopped. The connection to a dying process breaks before its end is known, and nobody else must be
    /// admitted to it meanwhile. An instance that lives on after \a patience is ended: what broke a connection cannot
    /// be trusted with another one. Dropped with \a context.
    void whenEnded(QObject *context, Clock &clock, std::chrono::milliseconds patience,
                   std::function<void(const Error &why)> ended);

private:
    friend class GenerationGate;
    GenerationLease(GenerationGate &gate, ShimmyProcess &instance);
    QPointer<GenerationGate> m_gate;
    QPointer<ShimmyProcess> m_instance;
};

/// Admits generations: one at a time an instance, because two on one collapse. The others wait in the order they
/// came, also for an instance that is just being started. Lives on the core's thread.
class GenerationGate final : public QObject {
    Q_OBJECT

public:
    struct Limits {
        qsizetype queue = 64;
        std::chrono::milliseconds wait = std::chrono::seconds(120);
    };
    using Admitted = std::function<void(Result<GenerationLease>)>;

    GenerationGate(ShimmySupervisor &supervisor, Clock &clock, Limits limits, QObject *parent = nullptr);

    /// Calls \a admitted with a lease as soon as there is room; never before this call has returned. Dropped when
    /// \a context dies. Error: QueueFull; ShimmyUnavailable after the longest wait, and at once while Shimmy is given
    /// up; ShuttingDown.
    void admit(QObject *context, Admitted admitted);
    /// Refuses everybody who waits or comes from now on: ShuttingDown. Leases that were given last.
    void stop();
    /// Those whose context still lives.
    qsizetype waiting() const;

private:
    friend class GenerationLease;
    struct Entry {
        QPointer<QObject> context;
        Admitted admitted;
        std::chrono::steady_clock::time_point deadline;
    };
    void advanceSoon();
    void advance();
    void expire();
    /// Why nobody can be admitted now or later, if that is so.
    std::optional<Error> hopeless() const;
    Error endOf(const ShimmyProcess *instance) const;

    ShimmySupervisor &m_supervisor;
    Clock &m_clock;
    const Limits m_limits;
    std::list<Entry> m_queue;
    bool m_stopped = false;
};
