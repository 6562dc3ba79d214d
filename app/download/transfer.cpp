#include "download/transfer.h"

#include "base/logging.h"
#include "hub/hub_proxies.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A piece of less is not worth another connection.
constexpr qint64 smallestSplit = 1 << 20;
constexpr auto soonFinished = 2s;
constexpr auto rateKnownAfter = 2s;
constexpr auto longestResolvePause = 30s;

} // namespace

Transfer::Transfer(const TransferConfig &config, PartPlan plan, Secret token, PartWriter &writer, QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_plan(std::move(plan))
    , m_token(std::move(token))
    , m_writer(writer)
    , m_budget(config.clock, config.segments, std::max(config.segments, config.mostSegments))
    , m_schedule({}, {})
{
    for (const PartSource &source : m_plan.sources())
        m_sources.push_back({source, {}, {}, false, 0, false});
    connect(&m_writer, &PartWriter::readyForMore, this, &Transfer::setReading);
    connect(&m_writer, &PartWriter::written, this, [this](qint64 bytes) {
        if (!countsAllBytes())
            noteProgress(bytes);
    });
}

Transfer::~Transfer() = default;

void Transfer::start(const QList<ByteRange> &missing, const QList<QUrl> &locations)
{
    QList<qint64> borders;
    for (const Source &source : m_sources)
        borders += source.file.begin;
    m_schedule = PieceSchedule(missing, borders);
    for (size_t i = 0; i < m_sources.size(); ++i)
        m_sources[i].location = locations.value(static_cast<qsizetype>(i));
    m_running = true;
    m_held = false;
    ++m_run;
    m_streams = m_plan.bytes == unknownSize;
    m_lastProgress = m_lastTick = m_config.clock.now();
    tick();
    fill();
}

void Transfer::setHeld(bool held)
{
    m_held = held;
    m_lastProgress = m_config.clock.now();
    fill();
}

void Transfer::stop()
{
    m_running = false;
    ++m_run;
    for (const auto &lane : m_lanes)
        lane->segment->stop();
}

QList<QUrl> Transfer::locations() const
{
    QList<QUrl> locations;
    for (const Source &source : m_sources)
        locations += source.location;
    return locations;
}

int Transfer::attempts() const
{
    int attempts = 0;
    for (const auto &lane : m_lanes)
        attempts += lane->segment->attempts();
    return attempts;
}

QList<SegmentReport> Transfer::segments() const
{
    QList<SegmentReport> reports;
    for (const auto &lane : m_lanes) {
        if (!lane->segment->isBusy())
            continue;
        const PartSource &file = m_sources[static_cast<size_t>(lane->source)].file;
        const qint64 position = lane->segment->position() - file.headBytes + file.begin;
        reports += SegmentReport{lane->piece, position, lane->segment->state(), lane->bytesPerSecond};
    }
    return reports;
}

int Transfer::sourceAt(qint64 offset) const
{
    for (size_t i = 0; i < m_sources.size(); ++i) {
        if (offset >= m_sources[i].file.begin && offset < m_sources[i].file.place().end)
            return static_cast<int>(i);
    }
    return 0;
}

Transfer::Lane &Transfer::addLane()
{
    auto lane = std::make_unique<Lane>();
    lane->network = std::make_unique<QNetworkAccessManager>();
    lane->network->setProxyFactory(new HubProxies(m_config.hub.config().proxy));
    lane->segment = std::make_unique<Segment>(*lane->network, m_config.clock, m_config.hub.config(), m_config.limiter,
                                              m_config.patience, nullptr);
    Lane *added = lane.get();
    Segment *segment = lane->segment.get();
    connect(segment, &Segment::bytesReceived, this,
            [this, added](qint64 offset, const QByteArray &bytes) { handleBytes(*added, offset, bytes); });
    connect(segment, &Segment::retried, this, &Transfer::connectionRetried);
    connect(segment, &Segment::retried, this, &Transfer::hubWaits, Qt::QueuedConnection); // when it is known how long
    // Queued: these may begin or end the segment that is emitting.
    const auto queued = Qt::QueuedConnection;
    connect(
        segment, &Segment::finished, this, [this, segment] { handleFinished(segment); }, queued);
    connect(segment, &Segment::failed, this, &Transfer::fail, queued);
    connect(segment, &Segment::rangeIgnored, this, &Transfer::switchToStreams, queued);
    connect(
        segment, &Segment::locationExpired, this, [this, added] { needLocation(added->source, true); }, queued);
    connect(
        segment, &Segment::fileChanged, this,
        [this, added] {
            // The same commit has the same bytes, whatever etag a front gives them now: ask the Hub.
            m_sources[static_cast<size_t>(added->source)].etags.clear();
            needLocation(added->source, true);
        },
        queued);
    connect(
        segment, &Segment::refused, this, [this, added] { handleRefused(*added); }, queued);
    m_lanes.push_back(std::move(lane));
    return *m_lanes.back();
}

Transfer::Lane &Transfer::idleLane()
{
    for (const auto &lane : m_lanes) {
        if (!lane->segment->isBusy())
            return *lane;
    }
    return addLane();
}

Transfer::Lane *Transfer::laneOf(const Segment *segment)
{
    const auto found =
        std::find_if(m_lanes.begin(), m_lanes.end(), [&](const auto &lane) { return lane->segment.get() == segment; });
    return found == m_lanes.end() ? nullptr : found->get();
}

void Transfer::begin(Lane &lane, ByteRange piece, bool wholeFile)
{
    lane.source = sourceAt(piece.begin);
    lane.piece = piece;
    lane.begunAt = m_config.clock.now();
    Source &source = m_sources[static_cast<size_t>(lane.source)];
    SegmentOrder order{source.file.bytes, {}, wholeFile, &source.etags};
    if (wholeFile)
        order.range = {0, source.file.bytes == unknownSize ? std::numeric_limits<qint64>::max() : source.file.bytes};
    else
        order.range = {source.file.fileOffset(piece.begin), source.file.fileOffset(piece.end)};
    lane.segment->setReading(!m_writer.isBehind());
    lane.segment->await(order);
    if (source.location.isEmpty())
        return needLocation(lane.source, false);
    lane.segment->goOnAt(source.location, m_config.hub.tokenOr(m_token));
}

void Transfer::fill()
{
    if (!m_running || m_held)
        return;
    const auto busy = [this] {
        return std::count_if(m_lanes.begin(), m_lanes.end(), [](const auto &lane) { return lane->segment->isBusy(); });
    };
    while (busy() < m_budget.connections()) {
        if (m_streams ? !startStream() : !startPiece() && !splitSlowest())
            break;
    }
    if (busy() == 0)
        end();
}

bool Transfer::startPiece()
{
    const auto piece = m_schedule.take(m_budget.connections());
    if (piece)
        begin(idleLane(), *piece, false);
    return piece.has_value();
}

/// Takes the second half of the piece that would end last, so that the end is not one slow connection.
bool Transfer::splitSlowest()
{
    Lane *slowest = nullptr;
    double longest = std::chrono::duration<double>(soonFinished).count();
    const auto now = m_config.clock.now();
    for (const auto &lane : m_lanes) {
        const qint64 remaining = lane->segment->remainingBytes();
        const bool isKnown = now - lane->begunAt > rateKnownAfter; // its rate is one of this piece
        if (!lane->segment->isBusy() || !isKnown || remaining < 2 * smallestSplit)
            continue;
        const double seconds =
            static_cast<double>(remaining) / static_cast<double>(std::max<qint64>(lane->bytesPerSecond, 1));
        if (seconds > longest) {
            longest = seconds;
            slowest = lane.get();
        }
    }
    if (!slowest)
        return false;
    const qint64 given = slowest->segment->remainingBytes() / 2;
    slowest->segment->shorten(slowest->segment->range().end - given);
    const qint64 end = slowest->piece.end;
    slowest->piece.end -= given;
    begin(idleLane(), {slowest->piece.end, end}, false);
    return true;
}

bool Transfer::startStream()
{
    for (size_t i = 0; i < m_sources.size(); ++i) {
        const bool taken = std::any_of(m_lanes.begin(), m_lanes.end(), [&](const auto &lane) {
            return lane->segment->isBusy() && lane->source == static_cast<int>(i);
        });
        if (m_sources[i].complete || taken)
            continue;
        Lane &lane = idleLane();
        const ByteRange place = m_sources[i].file.place();
        begin(lane, place, true);
        return true;
    }
    return false;
}

/// Without ranges each file comes again from its start; what is held already stays as it is.
void Transfer::switchToStreams()
{
    if (!m_running || std::exchange(m_streams, true))
        return;
    qCInfo(logDownload).noquote() << m_plan.path.toString() << ": the server knows no ranges, one stream a file";
    for (const auto &lane : m_lanes)
        lane->segment->stop();
    if (m_writer.overwrite() == PartWriter::Overwrite::Always)
        m_writer.setOverwrite(PartWriter::Overwrite::Never);
    for (Source &source : m_sources)
        source.complete = source.file.dataBytes == 0;
    fill();
}

void Transfer::handleBytes(Lane &lane, qint64 fileOffset, const QByteArray &bytes)
{
    const Source &source = m_sources[static_cast<size_t>(lane.source)];
    m_receivedBytes += bytes.size();
    if (countsAllBytes())
        noteProgress(bytes.size());
    const qint64 head = std::clamp<qint64>(source.file.headBytes - fileOffset, 0, bytes.size());
    if (head < bytes.size())
        m_writer.write(fileOffset + head - source.file.headBytes + source.file.begin,
                       head == 0 ? bytes : bytes.mid(head));
    setReading();
}

void Transfer::setReading()
{
    for (const auto &lane : m_lanes)
        lane->segment->setReading(!m_writer.isBehind());
}

void Transfer::handleFinished(Segment *segment)
{
    Lane *lane = laneOf(segment);
    if (!m_running || !lane || segment->state() != Segment::State::Done)
        return;
    Source &source = m_sources[static_cast<size_t>(lane->source)];
    source.complete = m_streams;
    if (source.file.bytes == unknownSize) {
        source.file.bytes = source.file.dataBytes = segment->position();
        Q_EMIT sizeLearned(segment->position());
    }
    const std::chrono::duration<double> took = m_config.clock.now() - lane->begunAt;
    m_lastPieceRate = static_cast<qint64>(static_cast<double>(lane->piece.size()) / std::max(took.count(), 0.001));
    Q_EMIT pieceReceived(lane->piece);
    fill();
}

/// A server has too much of us: the refused connection goes, when fewer are to be, and another one fetches its rest.
void Transfer::handleRefused(Lane &lane)
{
    m_budget.refused();
    const auto busy =
        std::count_if(m_lanes.begin(), m_lanes.end(), [](const auto &each) { return each->segment->isBusy(); });
    const bool askedToWait = lane.segment->quietUntil() > m_config.clock.now();
    if (!m_running || m_streams || askedToWait || busy <= m_budget.connections()
        || lane.segment->state() != Segment::State::Waiting)
        return;
    const PartSource &file = m_sources[static_cast<size_t>(lane.source)].file;
    const ByteRange rest{lane.segment->position() - file.headBytes + file.begin, lane.piece.end};
    lane.segment->stop();
    m_schedule.giveBack(rest);
}

/// Asks the Hub where \a source is now; \a fresh although a location is known.
void Transfer::needLocation(int source, bool fresh)
{
    Source &wanted = m_sources[static_cast<size_t>(source)];
    if (!m_running || wanted.resolving)
        return;
    if (!fresh && !wanted.location.isEmpty())
        return goOn(source);
    wanted.resolving = true;
    // Pinned to the commit: the branch may have moved, the bytes that are here have not.
    const auto commit = Revision::parse(m_plan.commit);
    m_config.hub.resolve(
        m_plan.repo, *commit, wanted.file.path, m_token, this,
        [this, source, run = m_run](const Result<RemoteFile> &file) {
            m_sources[static_cast<size_t>(source)].resolving = false;
            if (run == m_run)
                handleLocated(source, file);
        },
        [this](const Error &why, std::chrono::milliseconds wait) { awaitLocation(why, wait); });
}

void Transfer::awaitLocation(const Error &why, std::chrono::milliseconds wait)
{
    m_locationWait = HubWait{why, m_config.clock.now() + wait};
    Q_EMIT hubWaits();
}

void Transfer::handleLocated(int source, const Result<RemoteFile> &file)
{
    Source &wanted = m_sources[static_cast<size_t>(source)];
    if (!file) {
        const ErrorKind kind = file.error().kind;
        if (kind == ErrorKind::RevisionNotFound || kind == ErrorKind::FileNotFound) {
            stop(); // the repo's history was rewritten
            return Q_EMIT planBroken();
        }
        if (!file.error().retryable)
            return fail(file.error());
        m_lastError = file.error();
        const auto pause = file.error().retryAfter
            ? std::chrono::milliseconds(*file.error().retryAfter)
            : std::min<std::chrono::milliseconds>(1s * (1 << std::min(wanted.failures, 5)), longestResolvePause);
        ++wanted.failures;
        if (file.error().retryAfter)
            awaitLocation(file.error(), pause);
        m_lastProgress =
            std::max(m_lastProgress, file.error().retryAfter ? m_config.clock.now() + pause : m_lastProgress);
        m_config.clock.callAfter(pause, this, [this, source, run = m_run] {
            if (run == m_run)
                needLocation(source, true);
        });
        return;
    }
    wanted.failures = 0;
    const bool same = (file->bytes == wanted.file.bytes || file->bytes == unknownSize)
        && (file->sha256 == wanted.file.sha256 || !file->sha256);
    if (!same) {
        stop();
        return Q_EMIT planBroken();
    }
    wanted.location = file->location;
    goOn(source);
}

/// Sends the segments that wait for the location of \a source on their way.
void Transfer::goOn(int source)
{
    for (const auto &lane : m_lanes) {
        if (lane->source == source && lane->segment->state() == Segment::State::Expired)
            lane->segment->goOnAt(m_sources[static_cast<size_t>(source)].location, m_config.hub.tokenOr(m_token));
    }
}

void Transfer::end()
{
    stop();
    Q_EMIT finished();
}

void Transfer::fail(const Error &error)
{
    if (!m_running)
        return; // several segments may fail, and the first has said why
    stop();
    m_lastError = error;
    Q_EMIT failed(error);
}
