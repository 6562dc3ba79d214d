#include "shimmy/shimmy_slot.h"

#include "base/logging.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int mostMissedBeats = 3;
constexpr int mostCandidateTries = 3;

bool mayFollow(ShimmySlot::State from, ShimmySlot::State to)
{
    using State = ShimmySlot::State;
    switch (from) {
    case State::Stopped: return to == State::Starting || to == State::Draining;
    case State::Starting:
        return to == State::Ready || to == State::BackingOff || to == State::Failed || to == State::Draining;
    case State::Ready:
    case State::Busy: return to != State::Stopped;
    case State::Replacing: return to != State::Stopped && to != State::Busy;
    case State::BackingOff: return to == State::Starting || to == State::Failed || to == State::Draining;
    case State::Failed: return to == State::Starting || to == State::Draining;
    case State::Draining: return to == State::Stopped;
    }
    Q_UNREACHABLE();
}

} // namespace

ShimmySlot::ShimmySlot(Config config, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_clock(clock)
    , m_backOff(clock)
{
}

ShimmySlot::~ShimmySlot()
{
    for (ShimmyProcess *instance : std::as_const(m_instances))
        disconnect(instance, nullptr, this, nullptr);
}

bool ShimmySlot::setState(State state)
{
    if (m_state == state)
        return true;
    if (!mayFollow(m_state, state)) {
        qCWarning(logShimmy) << "a slot refuses to go from" << m_state << "to" << state;
        return false;
    }
    m_state = state;
    qCDebug(logShimmy) << "slot" << state;
    Q_EMIT stateChanged();
    return true;
}

void ShimmySlot::start()
{
    m_trouble = u"Shimmy is starting"_s;
    if (!setState(State::Starting))
        return;
    launch();
    m_clock.callAfter(m_config.heartbeat, this, [this] { beat(); });
}

void ShimmySlot::launch()
{
    ShimmyProcess *instance = m_config.makeInstance(this);
    m_instances += instance;
    m_candidate = instance;
    m_candidateEdition = m_wantedEdition;
    connect(instance, &ShimmyProcess::stateChanged, this, [this, instance] { handleInstanceState(instance); });
    // Queued: the process may fail inside start(), while we still set it up.
    connect(
        instance, &ShimmyProcess::exited, this, [this, instance] { handleExited(instance); }, Qt::QueuedConnection);
    instance->start();
}

void ShimmySlot::prepare(int edition)
{
    m_wantedEdition = edition;
    m_candidateTries = 0;
    m_objection.clear();
    if (m_candidate) { // it may not know the models of now: another one follows it
        if (isCandidateReady())
            makeCurrent();
        return;
    }
    if (m_state == State::Failed || m_state == State::BackingOff) {
        m_backOff.reset();
        setState(State::Starting);
    }
    launch();
}

bool ShimmySlot::isCandidateReady() const
{
    return m_candidate && m_candidate->state() == ShimmyProcess::State::Ready;
}

bool ShimmySlot::isPrepared() const
{
    return isCandidateReady() && m_candidateEdition >= m_wantedEdition;
}

ShimmySlot::Preparation ShimmySlot::preparation() const
{
    if (isPrepared() || (m_current && m_currentEdition >= m_wantedEdition))
        return Preparation::Done;
    // Without an objection the next instance is on its way, or starts as soon as the present one has taken over.
    if (m_current)
        return m_objection.isEmpty() ? Preparation::Underway : Preparation::Refused;
    const bool isStale = m_candidate && m_candidateEdition < m_wantedEdition;
    return isStale ? Preparation::Underway : Preparation::Absent;
}

bool ShimmySlot::adopt()
{
    if (!m_current || !isPrepared())
        return false;
    makeCurrent();
    return true;
}

void ShimmySlot::discard()
{
    if (!m_current)
        return;
    m_wantedEdition = m_currentEdition;
    if (ShimmyProcess *candidate = std::exchange(m_candidate, nullptr))
        candidate->kill();
}

void ShimmySlot::handleInstanceState(ShimmyProcess *instance)
{
    if (m_state == State::Draining)
        return;
    const bool isReady = instance->state() == ShimmyProcess::State::Ready;
    if (instance == m_candidate && isReady)
        return handleReady();
    if (instance != m_current || (!isReady && instance->state() != ShimmyProcess::State::Busy))
        return;
    m_missedBeats = 0;
    setState(isReady ? State::Ready : State::Busy);
}

void ShimmySlot::handleReady()
{
    // The others may not be so far: this one takes over with them, unless it is needed before.
    if (m_current && isPrepared())
        return Q_EMIT preparationChanged();
    makeCurrent();
}

void ShimmySlot::makeCurrent()
{
    ShimmyProcess *old = std::exchange(m_current, std::exchange(m_candidate, nullptr));
    m_currentEdition = m_candidateEdition;
    m_backOff.started();
    m_missedBeats = 0;
    m_trouble.clear();
    m_output.clear();
    setState(State::Ready);
    if (old) {
        const double seconds = std::chrono::duration<double>(m_config.drainDeadline).count();
        old->drain(
            m_config.drainDeadline,
            u"this generation took over %1 s after another Shimmy, with the models of now, had replaced its own"_s.arg(
                seconds));
    }
    qCInfo(logShimmy) << "serving from the instance on port" << m_current->port();
    Q_EMIT currentChanged();
    if (m_current && !m_candidate && m_currentEdition < m_wantedEdition)
        launch();
}

void ShimmySlot::handleExited(ShimmyProcess *instance)
{
    m_instances.removeOne(instance);
    // The generation that it leaves behind may learn of it later than we do, and then asks for the obituary.
    if (instance->generations() > 0)
        connect(instance, &ShimmyProcess::idle, instance, &QObject::deleteLater);
    else
        instance->deleteLater();
    const bool wasCandidate = instance == m_candidate;
    const bool wasCurrent = instance == m_current;
    if (wasCandidate)
        m_candidate = nullptr;
    if (wasCurrent)
        m_current = nullptr;
    if (m_state == State::Draining) {
        if (m_instances.isEmpty())
            setState(State::Stopped);
        return;
    }
    if (wasCandidate)
        return handleCandidateDeath(*instance);
    if (!wasCurrent)
        return; // drained or discarded, as it should be
    m_trouble = instance->obituary();
    m_output = instance->lastLines();
    qCWarning(logShimmy).noquote() << m_trouble;
    Q_EMIT died(m_trouble);
    if (isCandidateReady())
        return makeCurrent();
    restartLater(instance->diedGenerating());
    Q_EMIT currentChanged();
}

void ShimmySlot::handleCandidateDeath(const ShimmyProcess &candidate)
{
    const QString why = candidate.obituary();
    qCWarning(logShimmy).noquote() << why;
    Q_EMIT died(why);
    if (m_current) {
        // The old instance serves on. Another process may have taken the port meanwhile: that is worth another try.
        if (++m_candidateTries < mostCandidateTries)
            return launch();
        m_objection = why;
        return Q_EMIT preparationChanged();
    }
    m_trouble = why;
    m_output = candidate.lastLines();
    Q_EMIT diedAtItsStart();
    restartLater(false);
}

void ShimmySlot::restartLater(bool atOnce)
{
    if (m_candidate) {
        setState(State::Starting); // a switch is on its way already
        return;
    }
    const auto wait = atOnce ? std::chrono::milliseconds(0) : m_backOff.died();
    if (!wait)
        return fail();
    const int number = ++m_restarts;
    setState(State::BackingOff);
    qCInfo(logShimmy) << "starting Shimmy again in" << wait->count() << "ms";
    m_clock.callAfter(*wait, this, [this, number] {
        if (m_state != State::BackingOff || number != m_restarts)
            return;
        setState(State::Starting);
        launch();
    });
}

void ShimmySlot::fail()
{
    qCCritical(logShimmy).noquote() << "Shimmy is given up:" << m_trouble;
    if (!m_output.isEmpty())
        qCCritical(logShimmy) << "the last lines of its output:";
    for (const QString &line : std::as_const(m_output))
        qCCritical(logShimmy).noquote() << line;
    setState(State::Failed);
}

void ShimmySlot::giveUp(const QString &why)
{
    if (m_state != State::Starting && m_state != State::BackingOff)
        return;
    if (ShimmyProcess *candidate = std::exchange(m_candidate, nullptr))
        candidate->kill();
    m_trouble = why;
    fail();
}

bool ShimmySlot::abandon(ShimmyProcess *instance, const QString &why)
{
    if (!m_instances.contains(instance))
        return false;
    if (instance == m_current && m_state != State::Draining)
        replace();
    instance->kill(why);
    return true;
}

void ShimmySlot::replace()
{
    m_current = nullptr;
    m_trouble = u"Shimmy is being replaced"_s;
    if (isCandidateReady())
        return makeCurrent();
    setState(State::Replacing);
    if (!m_candidate)
        launch();
    m_clock.callAfter(m_config.replacementGrace, this,
                      [this, replacement = QPointer(m_candidate)] { expireGrace(replacement); });
    Q_EMIT currentChanged();
}

void ShimmySlot::expireGrace(const QPointer<ShimmyProcess> &replacement)
{
    if (m_state == State::Replacing && replacement && replacement == m_candidate)
        setState(State::Starting);
}

void ShimmySlot::beat()
{
    m_clock.callAfter(m_config.heartbeat, this, [this] { beat(); });
    if (m_state != State::Ready)
        return;
    m_current->probe([this, instance = QPointer(m_current)](bool healthy) {
        if (!instance || instance != m_current)
            return;
        m_missedBeats = healthy || m_state != State::Ready ? 0 : m_missedBeats + 1;
        if (m_missedBeats >= mostMissedBeats) {
            qCWarning(logShimmy) << "Shimmy does not answer";
            instance->kill(u"Shimmy did not answer"_s);
        }
    });
}

void ShimmySlot::stop(std::chrono::milliseconds deadline)
{
    setState(State::Draining);
    if (m_instances.isEmpty()) {
        setState(State::Stopped);
        return;
    }
    for (ShimmyProcess *instance : std::as_const(m_instances))
        instance->drain(deadline);
}
