#include "doctor/doctor.h"

Doctor::Doctor(const Examination::Subject &subject, QObject *parent)
    : QObject(parent)
    , m_subject(subject)
{
    m_pool.setMaxThreadCount(1);
}

Doctor::~Doctor() = default;

Doctor::Ticket Doctor::examine(bool generates, Told told)
{
    m_askers.append({++m_lastTicket, generates, std::move(told)});
    if (!m_examination)
        begin();
    return m_lastTicket;
}

void Doctor::forget(Ticket ticket)
{
    m_askers.removeIf([ticket](const Asker &asker) { return asker.ticket == ticket; });
}

/// For the one who has waited longest.
void Doctor::begin()
{
    m_generates = m_askers.first().generates;
    m_examination = std::make_unique<Examination>(m_subject, m_pool);
    connect(m_examination.get(), &Examination::finished, this, &Doctor::conclude);
    m_examination->start(m_generates);
}

void Doctor::conclude()
{
    const QList<Examination::Check> checks = m_examination->checks();
    m_examination.release()->deleteLater(); // it is what calls
    const QList<Asker> all = std::exchange(m_askers, {});
    QList<Asker> told;
    for (const Asker &asker : all)
        (asker.generates == m_generates ? told : m_askers).append(asker);
    if (!m_askers.isEmpty())
        begin();
    for (const Asker &asker : told)
        asker.told(checks);
}
