#include "proxy/generation_gate.h"

#include "shimmy/shimmy_launch.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

GenerationLease::GenerationLease(GenerationGate &gate, ShimmyProcess &instance, QString model)
    : m_gate(&gate)
    , m_instance(&instance)
    , m_model(std::move(model))
    , m_begin(gate.m_pace.begin())
{
    instance.beginGeneration();
}

GenerationLease::GenerationLease(GenerationLease &&other) noexcept
    : m_gate(std::exchange(other.m_gate, nullptr))
    , m_instance(std::exchange(other.m_instance, nullptr))
    , m_model(std::move(other.m_model))
    , m_begin(other.m_begin)
{
}

GenerationLease::~GenerationLease()
{
    if (m_instance)
        m_instance->endGeneration();
    if (m_gate)
        m_gate->release(m_model, m_begin);
}

quint16 GenerationLease::port() const
{
    return m_instance ? m_instance->port() : 0;
}

void GenerationLease::abandon()
{
    if (m_gate && m_instance)
        m_gate->m_supervisor.abandon(m_instance);
}

void GenerationLease::whenEnded(QObject *context, Clock &clock, std::chrono::milliseconds patience,
                                std::function<void(const Error &)> ended)
{
    if (!m_gate)
        return;
    if (!m_instance || m_instance->state() == ShimmyProcess::State::Exited)
        return ended(m_gate->endOf(m_instance));
    QObject::connect(m_instance, &ShimmyProcess::exited, context, [gate = m_gate, instance = m_instance.data(), ended] {
        if (gate)
            ended(gate->endOf(instance));
    });
    clock.callAfter(patience, context, [gate = m_gate, instance = m_instance] {
        if (gate && instance)
            gate->m_supervisor.abandon(instance, u"Shimmy broke its answer off, or sent what is none"_s);
    });
}

GenerationGate::GenerationGate(ShimmySupervisor &supervisor, Clock &clock, Limits limits, QObject *parent)
    : QObject(parent)
    , m_supervisor(supervisor)
    , m_clock(clock)
    , m_limits(limits)
    , m_pace(clock)
{
    connect(&supervisor, &ShimmySupervisor::currentChanged, this, &GenerationGate::advanceSoon);
    connect(&supervisor, &ShimmySupervisor::stateChanged, this, &GenerationGate::advanceSoon);
}

std::optional<Error> GenerationGate::hopeless() const
{
    if (m_stopped)
        return Error{ErrorKind::ShuttingDown, u"the service is stopping"_s, u"try again in a moment"_s, true, 5s};
    if (m_supervisor.state() == ShimmySupervisor::State::Failed) {
        return Error{ErrorKind::ShimmyUnavailable, u"Shimmy has been given up: "_s + m_supervisor.trouble(),
                     u"see the log of shimmyd; the next pull tries again"_s, true, 60s};
    }
    return std::nullopt;
}

Error GenerationGate::endOf(const ShimmyProcess *instance) const
{
    if (m_stopped)
        return *hopeless();
    if (instance && instance->abortedOnPrompt()) {
        return {ErrorKind::ContextLengthExceeded,
                u"prompt is too long: Shimmy counted more tokens than the model's maximum context length of %1"_s.arg(
                    shimmyContextTokens),
                u"shorten the prompt"_s,
                false,
                {},
                {}};
    }
    const QString obituary = instance ? instance->obituary() : QString();
    return {ErrorKind::ShimmyFailed,
            obituary.isEmpty() ? u"Shimmy broke off"_s : obituary,
            u"see the log of shimmyd for what Shimmy said"_s,
            true,
            {}};
}

void GenerationGate::stop()
{
    m_stopped = true;
    advance();
}

std::optional<qsizetype> GenerationGate::position(const QObject *context) const
{
    return m_queue.position([context](const Entry &entry) { return entry.context == context; });
}

std::chrono::seconds GenerationGate::waitFor(qsizetype ahead) const
{
    const auto &all = m_supervisor.shimmySlots();
    const auto serving = std::count_if(all.begin(), all.end(), [](const ShimmySlot *slot) { return slot->current(); });
    return m_pace.wait(ahead, serving);
}

Error GenerationGate::queueFull() const
{
    return {ErrorKind::QueueFull, u"%1 requests are waiting already"_s.arg(m_limits.queue),
            u"try again in a moment, or raise --queue-limit"_s, true, waitFor(waiting())};
}

void GenerationGate::refuseSoon(const Entry &entry, const Error &error)
{
    if (!entry.context)
        return;
    QMetaObject::invokeMethod(
        entry.context, [admitted = entry.admitted, error] { admitted(tl::unexpected(error)); }, Qt::QueuedConnection);
}

/// A full queue is shared: who comes may displace the last request of the client that has the most waiting, as long as
/// that leaves it no fewer than the newcomer then has. So one client with many requests shuts nobody out, what it loses
/// would have been served last anyway, no place is kept empty for clients who may never come, and two clients with
/// equal shares do not push each other out in turn.
std::optional<Error> GenerationGate::makeRoom(const QByteArray &client)
{
    if (waiting() < m_limits.queue)
        return std::nullopt;
    const Error error = queueFull();
    const auto greediest = m_queue.greediest(m_queue.sizeOf(client) + 1);
    if (!greediest) {
        ++m_counts.refused;
        return error;
    }
    ++m_counts.displaced;
    refuseSoon(m_queue.takeLastOf(*greediest), error);
    return std::nullopt;
}

void GenerationGate::release(const QString &model, GenerationPace::TimePoint begin)
{
    m_pace.ended(begin);
    --m_running;
    if (const auto count = m_inFlight.find(model); count != m_inFlight.end() && --*count == 0)
        m_inFlight.erase(count);
    advanceSoon();
    Q_EMIT generationEnded(model);
}

void GenerationGate::admit(QObject *context, const QByteArray &client, Admitted admitted, const QString &model)
{
    Entry entry{context, std::move(admitted), model, m_clock.now() + m_limits.wait};
    auto refusal = hopeless();
    if (!refusal)
        refusal = makeRoom(client);
    if (refusal)
        return refuseSoon(entry, *refusal);
    connect(context, &QObject::destroyed, this, &GenerationGate::removeGone, Qt::UniqueConnection);
    m_queue.add(client, std::move(entry));
    expireIn(m_limits.wait);
    advanceSoon();
}

void GenerationGate::refuse(const QString &model, const Error &error)
{
    for (const Entry &entry : m_queue.takeIf([&model](const Entry &entry) { return entry.model == model; }))
        refuseSoon(entry, error);
}

bool GenerationGate::isWanted(const QString &model) const
{
    return m_inFlight.contains(model)
        || m_queue.position([&model](const Entry &entry) { return entry.model == model; }).has_value();
}

/// One timer is enough: whoever comes later waits longer.
void GenerationGate::expireIn(std::chrono::steady_clock::duration wait)
{
    if (std::exchange(m_expiring, true))
        return;
    m_clock.callAfter(std::chrono::ceil<std::chrono::milliseconds>(wait), this, [this] {
        m_expiring = false;
        expire();
    });
}

void GenerationGate::removeGone()
{
    const auto gone = m_queue.takeIf([](const Entry &entry) { return entry.context.isNull(); });
    m_counts.left += static_cast<qint64>(gone.size());
}

void GenerationGate::advanceSoon()
{
    QMetaObject::invokeMethod(this, &GenerationGate::advance, Qt::QueuedConnection);
}

void GenerationGate::advance()
{
    if (const auto why = hopeless()) {
        for (const Entry &entry : m_queue.takeIf([](const Entry &) { return true; })) {
            if (entry.context)
                entry.admitted(tl::unexpected(*why));
        }
        return;
    }
    // Those count too that a switch left behind on draining instances: they want the same processor.
    const auto most = static_cast<int>(m_supervisor.shimmySlots().size());
    while (!m_queue.isEmpty() && m_running < most) {
        ShimmyProcess *instance = m_supervisor.idle();
        if (!instance)
            return;
        const Entry next = m_queue.takeNext();
        ++m_counts.admitted;
        ++m_running;
        ++m_inFlight[next.model];
        next.admitted(GenerationLease(*this, *instance, next.model));
        Q_EMIT generationBegun(next.model);
    }
}

void GenerationGate::expire()
{
    const auto now = m_clock.now();
    auto next = std::chrono::steady_clock::time_point::max();
    const auto isLate = [now, &next](const Entry &entry) {
        if (entry.deadline > now)
            next = std::min(next, entry.deadline);
        return entry.deadline <= now;
    };
    const auto allLate = m_queue.takeIf(isLate);
    if (!m_queue.isEmpty())
        expireIn(next - now);
    for (const Entry &late : allLate) {
        ++m_counts.expired;
        const QString trouble = m_supervisor.trouble();
        if (!late.context)
            continue;
        late.admitted(
            tl::unexpected(Error{ErrorKind::ShimmyUnavailable, trouble.isEmpty() ? u"Shimmy is busy"_s : trouble,
                                 u"try again in a moment"_s, true, waitFor(waiting() + m_supervisor.generations())}));
    }
}
