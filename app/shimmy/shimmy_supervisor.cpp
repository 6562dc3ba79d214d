#include "shimmy/shimmy_supervisor.h"

#include "base/logging.h"
#include "shimmy/shimmy_version.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostRecent = 20;

tl::unexpected<Error> shuttingDown()
{
    return fail(ErrorKind::ShuttingDown, u"the service is stopping"_s, {}, true);
}

} // namespace

ShimmySupervisor::ShimmySupervisor(Config config, QNetworkAccessManager &network, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_network(network)
    , m_clock(clock)
{
    for (int i = 0; i < m_config.instances; ++i) {
        auto *slot = new ShimmySlot({[this](QObject *owner) { return makeInstance(owner); }, m_config.drainDeadline,
                                     m_config.replacementGrace, m_config.heartbeat},
                                    m_clock, this);
        m_slots += slot;
        connect(slot, &ShimmySlot::stateChanged, this, &ShimmySupervisor::handleSlotState);
        connect(slot, &ShimmySlot::currentChanged, this, [this, slot] { handleCurrent(slot); });
        connect(slot, &ShimmySlot::preparationChanged, this, &ShimmySupervisor::advanceSwitch);
        connect(slot, &ShimmySlot::died, this, [this, i](const QString &reason) { noteDeath(i, reason); });
        connect(slot, &ShimmySlot::diedAtItsStart, this, &ShimmySupervisor::examine);
    }
}

void ShimmySupervisor::start()
{
    for (ShimmySlot *slot : std::as_const(m_slots))
        slot->start();
}

ShimmyProcess *ShimmySupervisor::makeInstance(QObject *parent)
{
    QList<quint16> given;
    for (const ShimmySlot *slot : std::as_const(m_slots)) {
        for (const ShimmyProcess *instance : slot->instances())
            given += instance->port();
    }
    ShimmyLaunch launch;
    launch.program = m_config.program;
    launch.servingDirectory = m_config.servingDirectory;
    launch.workingDirectory = m_config.workingDirectory;
    launch.port = freePort(m_config.preferredPort, given);
    launch.startDeadline = m_config.startDeadline;
    launch.memoryBytes = m_config.memoryBytes;
    return new ShimmyProcess(launch, m_config.showModels(), m_network, m_clock, parent);
}

ShimmySupervisor::State ShimmySupervisor::bestState() const
{
    const auto has = [this](State state) {
        return std::any_of(m_slots.begin(), m_slots.end(),
                           [state](const ShimmySlot *slot) { return slot->state() == state; });
    };
    const bool isOver = std::all_of(m_slots.begin(), m_slots.end(),
                                    [](const ShimmySlot *slot) { return slot->state() == State::Stopped; });
    if (isOver)
        return State::Stopped;
    if (m_isStopping)
        return State::Draining;
    if (has(State::Ready) || has(State::Busy))
        return State::Ready;
    for (const State state : {State::Replacing, State::Starting, State::BackingOff}) {
        if (has(state))
            return state;
    }
    return State::Failed;
}

void ShimmySupervisor::handleSlotState()
{
    const State state = bestState();
    if (std::exchange(m_state, state) != state) {
        qCDebug(logShimmy) << "supervisor" << state;
        Q_EMIT stateChanged();
    }
    advanceSwitch();
    if (m_state == State::Stopped && m_stopped)
        std::exchange(m_stopped, {})();
}

void ShimmySupervisor::handleCurrent(const ShimmySlot *slot)
{
    if (const ShimmyProcess *instance = slot->current()) {
        m_health = instance->health();
        const QString version = m_health.value("version"_L1).toString(u"unknown"_s).left(64);
        if (std::exchange(m_version, version) != version) {
            qCInfo(logShimmy).noquote() << "Shimmy's version is" << version;
            if (!isKnownShimmyVersion(version)) {
                qCWarning(logShimmy).noquote() << m_config.program << "is Shimmy" << version
                                               << "but this service was measured with 1.8: it may answer differently";
            }
        }
    }
    Q_EMIT currentChanged();
    advanceSwitch();
}

/// A program that never served may be something else, and starting it again would not help.
void ShimmySupervisor::examine()
{
    if (!m_version.isNull() || std::exchange(m_isExamined, true))
        return;
    examineShimmy(m_config.program, m_config.workingDirectory, m_clock, this, [this](const QString &objection) {
        if (objection.isEmpty() || !m_version.isNull())
            return;
        for (ShimmySlot *slot : std::as_const(m_slots))
            slot->giveUp(objection);
    });
}

void ShimmySupervisor::switchModels(QObject *context, std::function<void(Result<void>)> switched)
{
    if (m_isStopping || m_state == State::Stopped)
        return switched(shuttingDown());
    if (m_isSwitching) {
        m_nextWaiters += Waiter{context, std::move(switched)};
        return;
    }
    m_waiters += Waiter{context, std::move(switched)};
    beginSwitch();
}

void ShimmySupervisor::noteDeath(int slot, const QString &reason)
{
    m_recentDeaths.prepend({m_clock.utc(), slot, reason});
    m_recentDeaths.resize(std::min(m_recentDeaths.size(), mostRecent));
}

void ShimmySupervisor::beginSwitch()
{
    m_switchBegan = m_clock.now();
    ++m_edition;
    m_isExamined = false; // it may be another program by now
    for (ShimmySlot *slot : std::as_const(m_slots))
        slot->prepare(m_edition);
    m_isSwitching = true; // not before all of them know
}

void ShimmySupervisor::advanceSwitch()
{
    if (!m_isSwitching)
        return;
    using Preparation = ShimmySlot::Preparation;
    const auto with = [this](Preparation preparation) {
        return std::find_if(m_slots.begin(), m_slots.end(),
                            [=](const ShimmySlot *slot) { return slot->preparation() == preparation; });
    };
    if (const auto refused = with(Preparation::Refused); refused != m_slots.end()) {
        return endSwitch(fail(ErrorKind::ShimmyFailed, (*refused)->objection(),
                              u"see the log; the other models are still served"_s));
    }
    if (with(Preparation::Underway) != m_slots.end())
        return;
    if (with(Preparation::Done) != m_slots.end())
        return endSwitch({});
    if (m_state == State::Failed)
        endSwitch(fail(ErrorKind::ShimmyFailed, trouble(), u"see the log"_s));
}

void ShimmySupervisor::endSwitch(const Result<void> &result)
{
    m_isSwitching = false;
    const QList<Waiter> waiters = std::exchange(m_waiters, {});
    bool moved = false;
    for (ShimmySlot *slot : std::as_const(m_slots)) {
        if (result)
            moved = slot->adopt() || moved;
        else
            slot->discard();
    }
    m_switches += moved ? 1 : 0;
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.now() - m_switchBegan);
    m_recentSwitches.prepend({m_clock.utc(), took, result ? std::nullopt : std::optional<Error>(result.error())});
    m_recentSwitches.resize(std::min(m_recentSwitches.size(), mostRecent));
    Q_EMIT switched();
    if (!m_nextWaiters.isEmpty()) {
        m_waiters = std::exchange(m_nextWaiters, {});
        beginSwitch();
    }
    answer(waiters, result);
}

void ShimmySupervisor::answer(const QList<Waiter> &waiters, const Result<void> &result)
{
    for (const Waiter &waiter : waiters) {
        if (waiter.context)
            waiter.switched(result);
    }
}

void ShimmySupervisor::abandon(ShimmyProcess *instance, const QString &why)
{
    for (ShimmySlot *slot : std::as_const(m_slots)) {
        if (slot->abandon(instance, why))
            return;
    }
}

ShimmyProcess *ShimmySupervisor::idle() const
{
    for (const ShimmySlot *slot : m_slots) {
        ShimmyProcess *instance = slot->current();
        if (instance && instance->state() == ShimmyProcess::State::Ready)
            return instance;
    }
    return nullptr;
}

ShimmyProcess *ShimmySupervisor::current() const
{
    ShimmyProcess *found = idle();
    for (auto slot = m_slots.begin(); !found && slot != m_slots.end(); ++slot)
        found = (*slot)->current();
    return found;
}

bool ShimmySupervisor::isShown(const QString &id) const
{
    return std::all_of(m_slots.begin(), m_slots.end(),
                       [&id](const ShimmySlot *slot) { return !slot->current() || slot->current()->wasShown(id); });
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
    for (const ShimmySlot *slot : m_slots) {
        for (const ShimmyProcess *instance : slot->instances())
            generations += instance->generations();
    }
    return generations;
}

/// The first slot that has this object's state.
const ShimmySlot *ShimmySupervisor::slotInState() const
{
    const auto found = std::find_if(m_slots.begin(), m_slots.end(),
                                    [this](const ShimmySlot *slot) { return slot->state() == m_state; });
    return found == m_slots.end() ? nullptr : *found;
}

QString ShimmySupervisor::trouble() const
{
    const ShimmySlot *slot = slotInState();
    return slot ? slot->trouble() : QString();
}

QStringList ShimmySupervisor::output() const
{
    const ShimmySlot *slot = m_state == State::Failed ? slotInState() : nullptr;
    return slot ? slot->output() : QStringList();
}

int ShimmySupervisor::restarts() const
{
    int restarts = 0;
    for (const ShimmySlot *slot : m_slots)
        restarts += slot->restarts();
    return restarts;
}

void ShimmySupervisor::stop(std::chrono::milliseconds deadline, std::function<void()> stopped)
{
    m_isStopping = true;
    m_isSwitching = false;
    m_stopped = std::move(stopped);
    answer(std::exchange(m_waiters, {}) + std::exchange(m_nextWaiters, {}), shuttingDown());
    for (ShimmySlot *slot : std::as_const(m_slots))
        slot->stop(deadline);
}
