#include "proxy/generation_gate.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

GenerationLease::GenerationLease(GenerationGate &gate, ShimmyProcess &instance)
    : m_gate(&gate)
    , m_instance(&instance)
{
    instance.beginGeneration();
}

GenerationLease::GenerationLease(GenerationLease &&other) noexcept
    : m_gate(std::exchange(other.m_gate, nullptr))
    , m_instance(std::exchange(other.m_instance, nullptr))
{
}

GenerationLease::~GenerationLease()
{
    if (m_instance)
        m_instance->endGeneration();
    if (m_gate)
        m_gate->advanceSoon();
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
{
    connect(&supervisor, &ShimmySupervisor::currentChanged, this, &GenerationGate::advanceSoon);
    connect(&supervisor, &ShimmySupervisor::stateChanged, this, &GenerationGate::advanceSoon);
}

qsizetype GenerationGate::waiting() const
{
    return std::count_if(m_queue.begin(), m_queue.end(), [](const Entry &entry) { return !entry.context.isNull(); });
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

void GenerationGate::admit(QObject *context, Admitted admitted)
{
    auto refusal = hopeless();
    if (!refusal && waiting() >= m_limits.queue) {
        refusal = Error{ErrorKind::QueueFull, u"%1 requests are waiting already"_s.arg(m_limits.queue),
                        u"try again in a moment"_s, true, 5s};
    }
    if (refusal) {
        QMetaObject::invokeMethod(
            context, [admitted = std::move(admitted), error = *refusal] { admitted(tl::unexpected(error)); },
            Qt::QueuedConnection);
        return;
    }
    m_queue.push_back({context, std::move(admitted), m_clock.now() + m_limits.wait});
    m_clock.callAfter(m_limits.wait, this, [this] { expire(); });
    advanceSoon();
}

void GenerationGate::advanceSoon()
{
    QMetaObject::invokeMethod(this, &GenerationGate::advance, Qt::QueuedConnection);
}

void GenerationGate::advance()
{
    m_queue.remove_if([](const Entry &entry) { return !entry.context; });
    if (const auto why = hopeless()) {
        for (const Entry &entry : std::exchange(m_queue, {})) {
            if (entry.context)
                entry.admitted(tl::unexpected(*why));
        }
        return;
    }
    ShimmyProcess *instance = m_supervisor.current();
    if (m_queue.empty() || !instance || instance->state() != ShimmyProcess::State::Ready || instance->generations() > 0)
        return;
    Entry next = std::move(m_queue.front());
    m_queue.pop_front();
    next.admitted(GenerationLease(*this, *instance));
}

void GenerationGate::expire()
{
    while (!m_queue.empty() && m_queue.front().deadline <= m_clock.now()) {
        const Entry late = std::move(m_queue.front());
        m_queue.pop_front();
        if (!late.context)
            continue;
        const QString trouble = m_supervisor.trouble();
        Error error{ErrorKind::ShimmyUnavailable, trouble.isEmpty() ? u"Shimmy is busy"_s : trouble,
                    u"try again in a moment"_s, true, std::chrono::seconds(5)};
        late.admitted(tl::unexpected(std::move(error)));
    }
}
