#pragma once

#include "proxy/fair_queue.h"
#include "proxy/generation_pace.h"
#include "shimmy/shimmy_supervisor.h"

#include <QHash>
#include <QPointer>

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
    GenerationLease(GenerationGate &gate, ShimmyProcess &instance, QString model);
    QPointer<GenerationGate> m_gate;
    QPointer<ShimmyProcess> m_instance;
    QString m_model;
    GenerationPace::TimePoint m_begin;
};

/// Admits generations: one at a time an instance, and never more than there are slots for instances, because two on the
/// same cores collapse, be it in one process or in two of which one is draining. The others wait, also for an instance
/// that is just being started, and are served client by client: one with a hundred requests delays another client's by
/// one generation, not by a hundred. Lives on the core's thread.
class GenerationGate final : public QObject {
    Q_OBJECT

public:
    struct Limits {
        qsizetype queue = 64; ///< of all clients together
        std::chrono::milliseconds wait = std::chrono::seconds(120);
        std::chrono::milliseconds silence = std::chrono::seconds(300); ///< a generation that produced nothing is ended
    };
    /// How it went with all that came since the start.
    struct Counts {
        qint64 admitted = 0;
        qint64 refused = 0; ///< the queue was full: who came
        qint64 displaced = 0; ///< the queue was full: who had the most waiting
        qint64 expired = 0; ///< waited too long
        qint64 left = 0; ///< gone before their turn
    };
    using Admitted = std::function<void(Result<GenerationLease>)>;

    GenerationGate(ShimmySupervisor &supervisor, Clock &clock, Limits limits, QObject *parent = nullptr);

    /// Calls \a admitted with a lease as soon as it is the turn of \a client; never before this call has returned.
    /// Dropped when \a context dies. \a model is Shimmy's name of the model that it is about. Error: QueueFull;
    /// ShimmyUnavailable after the longest wait, and at once while Shimmy is given up; ShuttingDown; what refuse()
    /// says.
    void admit(QObject *context, const QByteArray &client, Admitted admitted, const QString &model = {});
    /// Answers all who wait for \a model with \a error.
    void refuse(const QString &model, const Error &error);
    /// A generation with \a model is in flight, or waits.
    bool isWanted(const QString &model) const;
    /// Generations with \a model in flight.
    int generationsOf(const QString &model) const { return m_inFlight.value(model); }
    /// Refuses everybody who waits or comes from now on: ShuttingDown. Leases that were given last.
    void stop();
    const Limits &limits() const { return m_limits; }
    qsizetype waiting() const { return m_queue.size(); }
    qsizetype waitingClients() const { return m_queue.clients(); }
    /// The clients with how many wait of each, in the order of their turn.
    std::vector<std::pair<QByteArray, qsizetype>> waitingByClient() const { return m_queue.sizes(); }
    /// How long one that came now would wait.
    std::chrono::seconds waitNow() const { return waitFor(waiting() + m_supervisor.generations()); }
    /// How many that wait now come before \a context; nothing when it does not wait.
    std::optional<qsizetype> position(const QObject *context) const;
    const Counts &counts() const { return m_counts; }
    const GenerationPace &pace() const { return m_pace; }

Q_SIGNALS:
    /// A generation with \a model begins.
    void generationBegun(const QString &model);
    /// One with \a model has ended, however it did.
    void generationEnded(const QString &model);

private:
    friend class GenerationLease;
    struct Entry {
        QPointer<QObject> context;
        Admitted admitted;
        QString model;
        std::chrono::steady_clock::time_point deadline;
    };
    void release(const QString &model, GenerationPace::TimePoint begin);
    void advanceSoon();
    void advance();
    void expireIn(std::chrono::steady_clock::duration wait);
    void expire();
    void removeGone();
    /// Nothing: there is room now.
    std::optional<Error> makeRoom(const QByteArray &client);
    void refuseSoon(const Entry &entry, const Error &error);
    Error queueFull() const;
    std::chrono::seconds waitFor(qsizetype ahead) const;
    /// Why nobody can be admitted now or later, if that is so.
    std::optional<Error> hopeless() const;
    Error endOf(const ShimmyProcess *instance) const;

    ShimmySupervisor &m_supervisor;
    Clock &m_clock;
    const Limits m_limits;
    GenerationPace m_pace;
    FairQueue<Entry> m_queue;
    int m_running = 0; ///< leases that live
    QHash<QString, int> m_inFlight; ///< by model; none of them is 0
    Counts m_counts;
    bool m_stopped = false;
    bool m_expiring = false; ///< a timer runs
};
