#pragma once

#include "doctor/examination.h"

#include <QThreadPool>

#include <functional>
#include <memory>

/// Examines for whoever asks, one examination at a time: those who ask for the same meanwhile share what it finds.
/// Lives on the core's thread.
class Doctor final : public QObject {
    Q_OBJECT

public:
    using Told = std::function<void(const QList<Examination::Check> &)>;
    /// Names one who has asked.
    using Ticket = quint64;

    /// What \a subject names must outlive the doctor.
    explicit Doctor(const Examination::Subject &subject, QObject *parent = nullptr);
    ~Doctor() override;

    /// Calls \a told within a minute; \a generates: also about a generation. The first half of it may go to an
    /// examination of the other kind.
    Ticket examine(bool generates, Told told);
    /// Nobody waits with \a ticket any more. The examination goes on: a generation that is broken off would cost the
    /// Shimmy that it runs on.
    void forget(Ticket ticket);

private:
    struct Asker {
        Ticket ticket;
        bool generates;
        Told told;
    };

    void begin();
    void conclude();

    const Examination::Subject m_subject;
    QThreadPool m_pool; ///< for the disk, which may hang
    QList<Asker> m_askers;
    std::unique_ptr<Examination> m_examination; ///< in progress
    bool m_generates = false; ///< it does
    Ticket m_lastTicket = 0;
};
