// What people may ask of a download: to pause, go on, try again, end, and stop with the service.
#include "download/download.h"

using namespace Qt::StringLiterals;

Result<void> Download::pause()
{
    if (m_state == State::Paused)
        return {};
    if (m_changing || isFinished() || m_state == State::Publishing || m_state == State::Loading)
        return ::fail(ErrorKind::Busy, u"the download cannot be paused now"_s, u"see its state"_s);
    m_record.wish = JobRecord::Wish::Pause;
    m_error.reset();
    Q_EMIT recordChanged();
    halt(State::Paused, true);
    return {};
}

Result<void> Download::resume()
{
    if (m_state == State::Failed)
        return retry({});
    if (m_changing || (m_state != State::Paused && m_state != State::WaitingForSpace))
        return ::fail(ErrorKind::Busy, u"the download is not paused"_s, u"see its state"_s);
    m_record.wish = JobRecord::Wish::Run;
    m_error.reset();
    ++m_run;
    Q_EMIT recordChanged();
    if (m_record.plan) {
        setState(State::Queued);
    } else {
        setState(State::Resolving);
        resolve();
    }
    return {};
}

Result<void> Download::retry(const Secret &token)
{
    if (m_changing || m_state != State::Failed)
        return ::fail(ErrorKind::Busy, u"the download has not failed"_s, u"see its state"_s);
    if (!token.isEmpty())
        m_record.request.token = token;
    m_error.reset();
    m_record.error.reset();
    m_record.wish = JobRecord::Wish::Run;
    m_startedAt = m_context.transfer.clock.now();
    m_plans = 0;
    ++m_run;
    Q_EMIT recordChanged();
    // With a part the plan holds, at its commit; else what the Hub says now counts.
    const bool hasPart =
        m_record.plan && PartFile::allocatedBytes(*m_record.plan, m_context.store.layout().parts()) > 0;
    if (hasPart) {
        setState(State::Queued);
    } else {
        m_record.plan.reset();
        setState(State::Resolving);
        resolve();
    }
    return {};
}

Result<void> Download::cancel(bool keepPart)
{
    if (m_changing || m_state == State::Publishing || m_state == State::Loading)
        return ::fail(ErrorKind::Busy, u"the download is about to end"_s, u"delete the model instead"_s);
    if (m_state == State::Done || m_state == State::Cancelled || m_state == State::Stopped)
        return ::fail(ErrorKind::Busy, u"the download has ended already"_s);
    m_error = Error{ErrorKind::Cancelled, u"the download was cancelled"_s, u"pull again"_s, false, {}};
    halt(State::Cancelled, keepPart);
    return {};
}

void Download::stop(std::function<void()> stopped)
{
    const bool endsByItself = m_state == State::Publishing || m_state == State::Loading || m_changing;
    if (isFinished() || m_state == State::Paused)
        return stopped();
    connect(this, &Download::stateChanged, this, [this, stopped = std::move(stopped)]() mutable {
        // Queued: it has just left its file to another replica.
        const bool over =
            isFinished() || m_state == State::Paused || m_state == State::WaitingForSpace || m_state == State::Queued;
        if (over && stopped)
            std::exchange(stopped, {})();
    });
    if (endsByItself)
        return;
    m_error = Error{
        ErrorKind::ShuttingDown, u"the service is stopping"_s, u"it goes on by itself after the restart"_s, true, {}};
    halt(State::Stopped, true);
}
