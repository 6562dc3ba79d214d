// How a transfer watches itself: what moves, what lags behind, what has stalled, and how many connections help.
#include "download/transfer.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 realProgressBytes = 64 * 1024;
/// A connection this young has shown nothing yet.
constexpr auto trialTime = 5s;
constexpr int laggardFactor = 5;

} // namespace

void Transfer::tick()
{
    m_config.clock.callAfter(1s, this, [this, run = m_run] {
        if (run != m_run)
            return;
        const auto now = m_config.clock.now();
        const auto elapsed = now - std::exchange(m_lastTick, now);
        for (const auto &lane : m_lanes) {
            const qint64 bytes =
                lane->segment->totalBytes() - std::exchange(lane->measuredBytes, lane->segment->totalBytes());
            lane->bytesPerSecond =
                static_cast<qint64>(static_cast<double>(bytes) / std::chrono::duration<double>(elapsed).count());
            if (const auto &error = lane->segment->lastError())
                m_lastError = error;
        }
        const bool heldUp = m_held || m_writer.isBehind() || m_config.limiter.bytesPerSecond() > 0;
        if (heldUp || elapsed > trialTime) // the disk, a wish or a stopped process holds us up, not the network
            m_lastProgress = std::max(m_lastProgress, now);
        if (hasStalled())
            return;
        if (heldUp || m_schedule.waitingBytes() == 0)
            m_budget.pauseMeasuring();
        else
            m_budget.measure(m_receivedBytes);
        reconnectLaggards();
        tick();
        fill();
    });
}

/// Cuts the connections that are far slower than the others: another one may take a better way.
void Transfer::reconnectLaggards()
{
    if (m_config.limiter.bytesPerSecond() > 0 || m_writer.isBehind())
        return;
    const auto now = m_config.clock.now();
    std::vector<qint64> rates;
    for (const auto &lane : m_lanes) {
        if (lane->segment->state() == Segment::State::Receiving && now - lane->begunAt >= trialTime)
            rates.push_back(lane->bytesPerSecond);
    }
    if (rates.size() == 1 && m_lastPieceRate > 0) // the others have ended, or begun anew
        rates.push_back(m_lastPieceRate);
    if (rates.size() < 2)
        return;
    std::sort(rates.begin(), rates.end());
    const qint64 median = rates[rates.size() / 2];
    for (const auto &lane : m_lanes) {
        const bool lags = lane->segment->state() == Segment::State::Receiving && now - lane->begunAt >= trialTime
            && lane->bytesPerSecond < median / laggardFactor
            && lane->segment->remainingBytes() > lane->bytesPerSecond * trialTime.count(); // else it ends sooner
        if (!lags)
            continue;
        m_lastPieceRate = 0; // perhaps the network is slow from now on: what has ended is a reason once
        lane->begunAt = now;
        lane->segment->reconnect();
    }
}

bool Transfer::hasStalled()
{
    const auto now = m_config.clock.now();
    auto since = m_lastProgress;
    for (const auto &lane : m_lanes)
        since = std::max(since, std::min(lane->segment->quietUntil(), now + m_config.stallTimeout));
    if (now - since < m_config.stallTimeout)
        return false;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(m_config.stallTimeout).count();
    fail({ErrorKind::Stalled,
          u"%1 has not moved for %2 s%3"_s.arg(m_plan.path.toString(), QString::number(seconds),
                                               m_lastError ? u"; last: "_s + m_lastError->message : QString()),
          u"what came is kept: retry when the network is back"_s,
          true,
          {}});
    return true;
}

std::optional<HubWait> Transfer::hubWait() const
{
    const auto now = m_config.clock.now();
    std::optional<HubWait> first;
    for (const auto &lane : m_lanes) {
        const Segment &segment = *lane->segment;
        if (!segment.isBusy())
            continue;
        std::optional<HubWait> wait;
        if (segment.state() == Segment::State::Waiting && segment.lastError())
            wait = HubWait{*segment.lastError(), segment.quietUntil()};
        else if (segment.state() == Segment::State::Expired)
            wait = m_locationWait;
        if (!wait || wait->until <= now)
            return std::nullopt;
        if (!first || wait->until < first->until)
            first = wait;
    }
    return first;
}

/// Without ranges everything comes again after each break; progress is then only what was not there yet.
bool Transfer::countsAllBytes() const
{
    return !m_streams || m_writer.overwrite() == PartWriter::Overwrite::IfDifferent;
}

void Transfer::noteProgress(qint64 bytes)
{
    m_sinceProgress += bytes;
    if (m_sinceProgress < realProgressBytes)
        return;
    m_sinceProgress = 0;
    m_lastProgress = m_config.clock.now();
}
