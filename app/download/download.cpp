#include "download/download.h"

#include "base/byte_count.h"
#include "base/logging.h"
#include "store/durable_file.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 smallestSegment = 4 << 20;
constexpr int maxRestarts = 3;

} // namespace

Download::Download(QString id, DownloadRequest request, DownloadContext context, QObject *parent)
    : QObject(parent)
    , m_id(std::move(id))
    , m_request(std::move(request))
    , m_context(std::move(context))
    , m_progress(m_context.clock)
    , m_writer(m_context.clock, this)
    , m_startedAt(m_context.clock.now())
{
    connect(&m_writer, &PartWriter::written, this, &Download::handleWritten);
    connect(&m_writer, &PartWriter::failed, this, &Download::fail);
}

Download::~Download()
{
    *m_cancelHash = true;
}

void Download::setState(State state)
{
    m_state = state;
    qCDebug(logDownload).noquote() << m_id << m_request.toString() << state;
    Q_EMIT stateChanged();
    if (isFinished())
        Q_EMIT finished();
}

qint64 Download::unreservedBytes() const
{
    const bool reserved = m_state != State::Resolving && m_state != State::Queued && m_state != State::Reserving;
    return m_plan && !reserved && !isFinished() ? m_plan->bytes : 0;
}

double Download::verifiedPercent() const
{
    const qint64 total = m_progress.totalBytes();
    return total == 0 ? 100 : std::floor(static_cast<double>(*m_hashedBytes) / static_cast<double>(total) * 1000) / 10;
}

void Download::resolve()
{
    if (m_request.path)
        return resolveFile(*m_request.path);
    m_context.hub.listFiles(m_request.repo, m_request.revision, m_request.token, this,
                            [this](const Result<QList<RepoFile>> &files) {
                                if (!files)
                                    return fail(files.error());
                                chooseFrom(*files);
                            });
}

void Download::chooseFrom(const QList<RepoFile> &files)
{
    const auto file = chooseFile(files, m_request.repo, m_request.quantization, m_context.memoryBytes);
    if (!file)
        return fail(file.error());
    resolveFile(file->path);
}

void Download::resolveFile(const RepoPath &path)
{
    m_context.hub.resolve(m_request.repo, m_request.revision, path, m_request.token, this,
                          [this](const Result<RemoteFile> &file) {
                              if (!file)
                                  return fail(file.error());
                              plan(*file);
                          });
}

void Download::plan(const RemoteFile &file)
{
    m_plan = PartPlan{file.repo, file.path, file.revision, file.commit, file.bytes, file.sha256};
    m_location = file.location;
    if (shardOf(file.path)) {
        return fail({ErrorKind::Unsupported,
                     u"%1 is one part of a split model, which Shimmy cannot serve"_s.arg(file.path.toString()),
                     u"choose a quantization that comes as one file"_s,
                     false,
                     {}});
    }
    m_progress.begin(file.bytes, 0);
    Q_EMIT resolved();
    const auto installed = m_context.store.installed(file.repo, file.path);
    const bool unchanged =
        installed && installed->manifest.sha256 && file.sha256 && *installed->manifest.sha256 == *file.sha256;
    if (unchanged) {
        m_model = installed;
        return setState(State::Done);
    }
    if (m_state == State::Resolving) // a listener may have given it up
        setState(State::Queued);
}

void Download::begin()
{
    setState(State::Reserving);
    m_writer.open(*m_plan, m_context.store.layout().parts(), [this](const Result<void> &opened) {
        if (!opened)
            return fail(opened.error());
        m_writtenBytes = m_writer.part().heldBytes();
        m_progress.begin(m_plan->bytes, m_writtenBytes);
        setState(State::Fetching);
        startSegments();
    });
}

void Download::startSegments()
{
    const auto missing = m_writer.part().missing();
    if (missing.isEmpty())
        return verify();
    for (const ByteRange &range : splitForParallel(missing, m_context.segments, smallestSegment))
        addSegment(range, false);
    // At most as many at once as were asked for; a resumed part may have more gaps than that.
    for (size_t i = 0; i < m_lanes.size() && i < static_cast<size_t>(m_context.segments); ++i)
        m_lanes[i].segment->fetchFrom(m_location, m_context.hub.tokenOr(m_request.token));
}

void Download::addSegment(ByteRange range, bool wholeFile)
{
    Lane lane;
    lane.network = std::make_unique<QNetworkAccessManager>();
    lane.segment = std::make_unique<Segment>(*lane.network, m_context.clock, m_context.hub.config(), range,
                                             m_plan->bytes, wholeFile, m_context.patience, nullptr);
    Segment *segment = lane.segment.get();
    connect(segment, &Segment::bytesReceived, this, [this](qint64 offset, const QByteArray &bytes) {
        m_writer.write(offset, bytes);
        for (const Lane &each : m_lanes)
            each.segment->setReading(!m_writer.isBehind());
    });
    connect(segment, &Segment::locationExpired, this, [this, segment] { resolveAgain(segment); });
    // Queued: these end the segment that is emitting.
    connect(segment, &Segment::planBroken, this, &Download::startOver, Qt::QueuedConnection);
    connect(segment, &Segment::failed, this, &Download::fail, Qt::QueuedConnection);
    connect(segment, &Segment::finished, this, &Download::handleSegmentFinished, Qt::QueuedConnection);
    m_lanes.push_back(std::move(lane));
}

void Download::resolveAgain(Segment *segment)
{
    // Pinned to the commit: the branch may have moved, the bytes that are here have not.
    const auto commit = Revision::parse(m_plan->commit);
    m_context.hub.resolve(m_plan->repo, *commit, m_plan->path, m_request.token, segment,
                          [this, segment](const Result<RemoteFile> &file) {
                              if (!file)
                                  return fail(file.error());
                              if (file->bytes != m_plan->bytes || file->sha256 != m_plan->sha256)
                                  return startOver(SegmentVerdict::Changed);
                              m_location = file->location;
                              segment->fetchFrom(m_location, m_context.hub.tokenOr(m_request.token));
                          });
}

void Download::startOver(SegmentVerdict verdict)
{
    if (m_state != State::Fetching)
        return; // another segment has said the same
    clearSegments();
    if (++m_restarts > maxRestarts) {
        return fail({ErrorKind::HubFailed,
                     u"%1 keeps changing while it is downloaded"_s.arg(m_plan->path.toString()),
                     u"check the proxy between here and the Hub"_s,
                     true,
                     {}});
    }
    setState(State::Reserving);
    qCInfo(logDownload).noquote() << m_id
                                  << (verdict == SegmentVerdict::RangeIgnored
                                          ? "the server knows no ranges: one stream from the start"
                                          : "the file changed: from the start");
    m_writer.run([](PartFile &part) { return part.reset(); },
                 [this, verdict](const Result<void> &reset) {
                     if (!reset)
                         return fail(reset.error());
                     m_writtenBytes = 0;
                     setState(State::Fetching);
                     if (verdict != SegmentVerdict::RangeIgnored)
                         return startSegments();
                     addSegment({0, m_plan->bytes}, true);
                     m_lanes.front().segment->fetchFrom(m_location, m_context.hub.tokenOr(m_request.token));
                 });
}

void Download::handleWritten(qint64 bytes)
{
    m_writtenBytes += bytes;
    if (m_state != State::Fetching)
        return;
    m_progress.setCompleted(m_writtenBytes);
    for (const Lane &lane : m_lanes)
        lane.segment->setReading(!m_writer.isBehind());
    Q_EMIT progressed();
}

void Download::handleSegmentFinished()
{
    if (m_state != State::Fetching)
        return;
    for (const Lane &lane : m_lanes) {
        if (lane.segment->state() == Segment::State::Idle)
            return lane.segment->fetchFrom(m_location, m_context.hub.tokenOr(m_request.token));
    }
    const bool all = std::all_of(m_lanes.begin(), m_lanes.end(),
                                 [](const Lane &lane) { return lane.segment->state() == Segment::State::Done; });
    if (all)
        verify();
}

void Download::verify()
{
    clearSegments();
    setState(State::Verifying);
    *m_hashedBytes = 0;
    m_writer.run(
        [hashed = m_hashedBytes, cancel = m_cancelHash](PartFile &part) { return verifyPart(part, *hashed, *cancel); },
        [this](const Result<Verified> &verified) { handleVerified(verified); });
}

void Download::handleVerified(const Result<Verified> &verified)
{
    if (m_state != State::Verifying)
        return;
    if (verified)
        return publish(*verified);
    if (verified.error().kind == ErrorKind::HashMismatch && !std::exchange(m_refetched, true)) {
        qCWarning(logDownload).noquote() << verified.error().message << "— fetching it once more";
        setState(State::Fetching);
        return startOver(SegmentVerdict::Changed);
    }
    fail(verified.error());
}

void Download::publish(const Verified &verified)
{
    setState(State::Publishing);
    const ModelStore &store = m_context.store;
    const QString place = store.placeFor(m_plan->repo, m_plan->path);
    const bool replace = store.installed(m_plan->repo, m_plan->path).has_value();
    m_writer.run([verified, layout = store.layout(), place, replace, now = m_context.clock.utc()](
                     PartFile &part) { return publishPart(part, verified, layout, place, replace, now); },
                 [this](const Result<ModelManifest> &manifest) {
                     if (!manifest)
                         return fail(manifest.error());
                     load(*manifest);
                 });
}

void Download::load(const ModelManifest &manifest)
{
    setState(State::Loading);
    m_model = m_context.store.add(manifest);
    m_context.load(*m_model, this, [this](const Result<void> &loaded) {
        if (!loaded)
            return fail(loaded.error());
        // Another model may have come meanwhile and changed what this one is called.
        if (const auto model = m_context.store.installed(m_plan->repo, m_plan->path))
            m_model = model;
        setState(State::Done);
    });
}

void Download::clearSegments()
{
    // A segment may be on the stack below: let the event loop delete it.
    for (Lane &lane : m_lanes) {
        disconnect(lane.segment.get(), nullptr, this, nullptr);
        lane.segment->stop();
        lane.segment.release()->deleteLater();
        lane.network.release()->deleteLater();
    }
    m_lanes.clear();
}

void Download::giveUp(const Error &error)
{
    fail(error);
}

void Download::fail(const Error &error)
{
    if (isFinished() || m_error)
        return; // several segments may fail, and the first has said why
    const bool hadPart = m_writer.isOpen() && m_state != State::Loading;
    clearSegments();
    m_error = error;
    qCWarning(logDownload).noquote() << m_id << m_request.toString() << "failed:" << error.message;
    // Bytes that proved wrong help nobody; those of a broken transfer save the next pull from fetching them again.
    const bool worthless =
        error.kind == ErrorKind::HashMismatch || error.kind == ErrorKind::NotGguf || error.kind == ErrorKind::DiskFull;
    if (!hadPart)
        return setState(State::Failed);
    m_writer.run(
        [worthless](PartFile &part) -> Result<void> {
            if (!worthless)
                return part.checkpoint();
            part.remove();
            return {};
        },
        [this](const Result<void> &) { setState(State::Failed); });
}

void Download::stop(std::function<void()> stopped)
{
    if (isFinished())
        return stopped();
    const bool writing = m_writer.isOpen() && (m_state == State::Fetching || m_state == State::Verifying);
    for (const Lane &lane : m_lanes)
        lane.segment->stop(); // hands over what it has received
    *m_cancelHash = true;
    clearSegments();
    m_error = Error{
        ErrorKind::ShuttingDown, u"the service is stopping"_s, u"pull again: it goes on where it stopped"_s, true, {}};
    const auto end = [this, stopped = std::move(stopped)] {
        setState(State::Stopped);
        stopped();
    };
    if (!writing)
        return end();
    m_writer.run([](PartFile &part) { return part.checkpoint(); }, [end](const Result<void> &) { end(); });
}
