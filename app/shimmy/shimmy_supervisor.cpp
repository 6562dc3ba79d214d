#include "shimmy/shimmy_supervisor.h"

#include "base/logging.h"

using namespace Qt::StringLiterals;

namespace {
constexpr int mostMissedBeats = 3;
constexpr int mostCandidateTries = 3;

tl::unexpected<Error> shuttingDown()
{
    return fail(ErrorKind::ShuttingDown, u"the service is stopping"_s, {}, true);
}

bool mayFollow(ShimmySupervisor::State from, ShimmySupervisor::State to)
{
    using State = ShimmySupervisor::State;
    switch (from) {
    case State::Stopped: return to == State::Starting || to == State::Stopping;
    case State::Stopping: return to == State::Stopped;
    case State::Ready:
    case State::Starting:
    case State::Replacing:
    case State::BackingOff: return to != State::Stopped;
    case State::Failed: return to == State::Starting || to == State::Stopping;
    }
    Q_UNREACHABLE();
}
} // namespace

ShimmySupervisor::ShimmySupervisor(Config config, QNetworkAccessManager &network, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_network(network)
    , m_clock(clock)
    , m_backOff(clock)
{
}

ShimmySupervisor::~ShimmySupervisor()
{
    for (ShimmyProcess *instance : std::as_const(m_instances))
        disconnect(instance, nullptr, this, nullptr);
}

bool ShimmySupervisor::setState(State state)
{
    if (m_state == state)
        return true;
    if (!mayFollow(m_state, state)) {
        qCWarning(logShimmy) << "supervisor refuses to go from" << m_state << "to" << state;
        return false;
    }
    m_state = state;
    qCDebug(logShimmy) << "supervisor" << state;
    Q_EMIT stateChanged();
    return true;
}

void ShimmySupervisor::start()
{
    if (!setState(State::Starting))
        return;
    m_trouble = u"Shimmy is starting"_s;
    launch();
    m_clock.callAfter(m_config.heartbeat, this, [this] { beat(); });
}

void ShimmySupervisor::launch()
{
    if (m_state == State::Stopping || m_state == State::Stopped)
        return;
    const ShimmyLaunch launch{m_config.program, m_config.servingDirectory, m_config.workingDirectory,
                              freePort(m_config.preferredPort), m_config.startDeadline};
    auto *instance = new ShimmyProcess(launch, m_config.showModels(), m_network, m_clock, this);
    m_instances += instance;
    m_candidate = instance;
    connect(instance, &ShimmyProcess::ready, this, [this, instance] { handleReady(instance); });
    // Queued: the process may fail inside start(), while we still set it up.
    connect(
        instance, &ShimmyProcess::exited, this, [this, instance] { handleExited(instance); }, Qt::QueuedConnection);
    instance->start();
}

void ShimmySupervisor::switchModels(QObject *context, std::function<void(Result<void>)> switched)
{
    if (m_state == State::Stopping || m_state == State::Stopped)
        return switched(shuttingDown());
    if (m_candidate) {
        m_nextWaiters += Waiter{context, std::move(switched)};
        return;
    }
    m_waiters += Waiter{context, std::move(switched)};
    m_candidateTries = 0;
    if (m_state == State::Failed || m_state == State::BackingOff) {
        m_backOff.reset();
        setState(State::Starting);
    }
    launch();
}

void ShimmySupervisor::handleReady(ShimmyProcess *instance)
{
    if (instance != m_candidate || m_state == State::Stopping)
        return;
    m_candidate = nullptr;
    m_backOff.started();
    makeCurrent(instance);
    QList<Waiter> waiters = std::exchange(m_waiters, {});
    answer(waiters, {});
    if (!m_nextWaiters.isEmpty() && !m_candidate) {
        m_waiters += std::exchange(m_nextWaiters, {});
        m_candidateTries = 0;
        launch();
    }
}

void ShimmySupervisor::makeCurrent(ShimmyProcess *instance)
{
    ShimmyProcess *old = std::exchange(m_current, instance);
    m_missedBeats = 0;
    m_health = instance->health();
    m_trouble.clear();
    setState(State::Ready);
    if (old) {
        ++m_switches;
        drain(old);
    }
    qCInfo(logShimmy) << "serving from the instance on port" << instance->port();
    Q_EMIT currentChanged();
}

void ShimmySupervisor::drain(ShimmyProcess *instance)
{
    if (instance->generations() == 0)
        return instance->stop();
    connect(instance, &ShimmyProcess::idle, instance, [instance] { instance->stop(); });
    m_clock.callAfter(m_config.drainDeadline, instance, [this, instance] {
        instance->stop(
            u"this generation took over %1 s after another Shimmy, with the models of now, had replaced its own"_s.arg(
                std::chrono::duration<double>(m_config.drainDeadline).count()));
    });
}

void ShimmySupervisor::handleExited(ShimmyProcess *instance)
{
    const QString why = instance->obituary();
    m_instances.removeOne(instance);
    // The generation that it leaves behind may learn of it later than we do, and then asks for the obituary.
    if (instance->generations() > 0)
        connect(instance, &ShimmyProcess::idle, instance, &QObject::deleteLater);
    else
        instance->deleteLater();
    if (m_state == State::Stopping) {
        m_current = instance == m_current ? nullptr : m_current;
        if (m_instances.isEmpty() && m_stopped) {
            setState(State::Stopped);
            std::exchange(m_stopped, {})();
        }
        return;
    }
    if (instance == m_candidate) {
        m_candidate = nullptr;
        return handleCandidateDeath(why);
    }
    if (instance != m_current)
        return; // drained, as it should be
    m_current = nullptr;
    m_trouble = why;
    qCWarning(logShimmy).noquote() << why;
    Q_EMIT currentChanged();
    restartLater(instance->diedGenerating());
}

void ShimmySupervisor::handleCandidateDeath(const QString &why)
{
    qCWarning(logShimmy).noquote() << why;
    if (m_current) {
        // The old instance serves on. Another process may have taken the port meanwhile: that is worth another try.
        if (++m_candidateTries < mostCandidateTries)
            return launch();
        QList<Waiter> waiters = std::exchange(m_waiters, {}) + std::exchange(m_nextWaiters, {});
        return answer(waiters, fail(ErrorKind::ShimmyFailed, why, u"see the log; the other models are still served"_s));
    }
    m_trouble = why;
    restartLater(false);
}

void ShimmySupervisor::restartLater(bool atOnce)
{
    if (m_candidate) {
        setState(State::Starting); // a switch is on its way already
        return;
    }
    const auto wait = atOnce ? std::chrono::milliseconds(0) : m_backOff.died();
    if (!wait) {
        setState(State::Failed);
        qCCritical(logShimmy).noquote() << "Shimmy dies right after its start, giving up:" << m_trouble;
        QList<Waiter> waiters = std::exchange(m_waiters, {}) + std::exchange(m_nextWaiters, {});
        return answer(waiters, fail(ErrorKind::ShimmyFailed, m_trouble, u"see the log"_s));
    }
    ++m_restarts;
    setState(State::BackingOff);
    qCInfo(logShimmy) << "starting Shimmy again in" << wait->count() << "ms";
    m_clock.callAfter(*wait, this, [this] {
        if (m_state != State::BackingOff || m_candidate)
            return;
        setState(State::Starting);
        m_waiters += std::exchange(m_nextWaiters, {});
        launch();
    });
}

void ShimmySupervisor::abandon(ShimmyProcess *instance, const QString &why)
{
    if (!m_instances.contains(instance))
        return;
    if (instance == m_current && m_state != State::Stopping)
        replace();
    instance->kill(why);
}

void ShimmySupervisor::replace()
{
    m_current = nullptr;
    m_trouble = u"Shimmy is being replaced"_s;
    setState(State::Replacing);
    if (!m_candidate)
        launch();
    m_clock.callAfter(m_config.replacementGrace, this,
                      [this, replacement = QPointer(m_candidate)] { expireGrace(replacement); });
    Q_EMIT currentChanged();
}

void ShimmySupervisor::expireGrace(const QPointer<ShimmyProcess> &replacement)
{
    if (m_state == State::Replacing && replacement && replacement == m_candidate)
        setState(State::Starting);
}

std::optional<QJsonObject> ShimmySupervisor::health() const
{
    if (m_state == State::Ready || m_state == State::Replacing)
        return m_health;
    return std::nullopt;
}

int ShimmySupervisor::generations() const
{
    int generations = 0;
    for (const ShimmyProcess *instance : m_instances)
        generations += instance->generations();
    return generations;
}

void ShimmySupervisor::beat()
{
    m_clock.callAfter(m_config.heartbeat, this, [this] { beat(); });
    // A generation may block /health until it ends, so only an idle instance owes an answer.
    if (!m_current || m_current->generations() > 0)
        return;
    m_current->probe([this, instance = QPointer(m_current)](bool healthy) {
        if (!instance || instance != m_current)
            return;
        m_missedBeats = healthy || instance->generations() > 0 ? 0 : m_missedBeats + 1;
        if (m_missedBeats >= mostMissedBeats) {
            qCWarning(logShimmy) << "Shimmy does not answer";
            instance->kill(u"Shimmy did not answer"_s);
        }
    });
}

void ShimmySupervisor::answer(QList<Waiter> &waiters, const Result<void> &result)
{
    for (const Waiter &waiter : std::as_const(waiters)) {
        if (waiter.context)
            waiter.switched(result);
    }
}

void ShimmySupervisor::stop(std::chrono::milliseconds deadline, std::function<void()> stopped)
{
    setState(State::Stopping);
    QList<Waiter> waiters = std::exchange(m_waiters, {}) + std::exchange(m_nextWaiters, {});
    answer(waiters, shuttingDown());
    if (m_instances.isEmpty()) {
        setState(State::Stopped);
        return stopped();
    }
    m_stopped = std::move(stopped);
    for (ShimmyProcess *instance : std::as_const(m_instances)) {
        if (instance->generations() == 0) {
            instance->stop();
            continue;
        }
        connect(instance, &ShimmyProcess::idle, instance, [instance] { instance->stop(); });
        m_clock.callAfter(deadline, instance, [instance] { instance->stop(); });
    }
}
