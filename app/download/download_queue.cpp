#include "download/download_queue.h"

#include "base/byte_count.h"
#include "base/logging.h"
#include "store/durable_file.h"

#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype maxDownloads = 100;
constexpr qsizetype maxFailed = 50;
constexpr qsizetype maxRecent = 50;

bool hasFailed(const std::shared_ptr<Download> &download)
{
    return download->state() == Download::State::Failed;
}

} // namespace

DownloadQueue::DownloadQueue(DownloadContext context, int parallel, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_parallel(parallel)
    , m_records(m_context.store.layout().jobs())
{
}

DownloadQueue::~DownloadQueue() = default;

std::shared_ptr<Download> DownloadQueue::make(JobRecord record)
{
    // deleteLater: the last holder may let go inside one of the download's own signals.
    std::shared_ptr<Download> download(new Download(std::move(record), m_context),
                                       [](Download *d) { d->deleteLater(); });
    connect(download.get(), &Download::resolved, this, [this, d = download.get()] { checkSpace(d); });
    connect(download.get(), &Download::stateChanged, this, [this, d = download.get()] { handleState(d); });
    connect(download.get(), &Download::progressed, this, [this, d = download.get()] { Q_EMIT jobProgressed(d); });
    connect(download.get(), &Download::connectionRetried, this, &DownloadQueue::connectionRetried);
    connect(download.get(), &Download::recordChanged, this, [this, d = download.get()] { save(*d); });
    return download;
}

void DownloadQueue::restore()
{
    if (m_stopping)
        return;
    QList<std::shared_ptr<Download>> restored;
    for (JobRecord record : m_records.load()) {
        auto same = job(record.id); // one of ours, or one that this replica had before it was taken for dead
        if (!same)
            same = find(record.request); // asked of this replica and of the one that is gone
        if (same) {
            if (!record.error && record.wish == JobRecord::Wish::Run)
                revive(same, record.request);
            if (same->id() != record.id || same->state() == Download::State::Done)
                m_records.remove(record.id);
            continue;
        }
        m_lastOrder = std::max(m_lastOrder + (m_downloads.isEmpty() ? 0 : 1), record.order);
        record.order = m_lastOrder;
        restored += make(std::move(record));
        m_downloads += restored.last();
    }
    m_context.store.collectParts(wantedParts());
    for (const auto &download : std::as_const(restored)) {
        Q_EMIT jobChanged(download.get());
        download->launch();
    }
    if (!restored.isEmpty())
        qCInfo(logDownload) << restored.size() << "downloads of before go on, are paused or have failed";
    QMetaObject::invokeMethod(this, &DownloadQueue::advance, Qt::QueuedConnection);
}

/// The parts of all jobs, also of those that another replica has paused.
QSet<QString> DownloadQueue::wantedParts() const
{
    QSet<QString> parts;
    for (const auto &download : m_downloads) {
        if (download->plan())
            parts += download->plan()->id();
    }
    for (const QString &jobs : m_context.store.layout().jobsOfReplicas()) {
        for (const JobRecord &record : JobStore::loadFrom(jobs)) {
            if (record.plan)
                parts += record.plan->id();
        }
    }
    return parts;
}

void DownloadQueue::surrender()
{
    for (const auto &download : QList(m_downloads)) {
        if (download->state() == Download::State::Publishing || download->state() == Download::State::Loading)
            continue; // ends by itself
        if (m_records.has(download->id()))
            continue; // accepted since
        download->giveUp(
            {ErrorKind::Locked,
             u"another replica goes on with %1, because this one did not answer"_s.arg(download->request().toString()),
             u"pull it again to wait for it here"_s,
             true,
             {}});
        m_records.remove(download->id()); // the other one's counts
    }
}

void DownloadQueue::add(const DownloadRequest &request, QObject *context,
                        std::function<void(Result<std::shared_ptr<Download>>)> accepted)
{
    if (m_stopping)
        return accepted(fail(ErrorKind::ShuttingDown, u"the service is stopping"_s, u"try again in a moment"_s, true));
    if (auto same = find(request)) {
        revive(same, request);
        return accepted(same);
    }
    const auto unfinished = std::count_if(m_downloads.begin(), m_downloads.end(),
                                          [](const auto &download) { return !hasFailed(download); });
    if (unfinished >= maxDownloads) {
        return accepted(fail(ErrorKind::QueueFull, u"%1 downloads are waiting already"_s.arg(maxDownloads),
                             u"try again when some are done"_s, true));
    }
    const QString id = QUuid::createUuid().toString(QUuid::Id128).left(12);
    const auto download = make({id, request, {}, {}, {}, ++m_lastOrder, m_context.transfer.clock.utc()});
    m_downloads += download; // a second pull of the same file joins from now on
    m_records.save(download->record(),
                   [this, download, accepted = std::move(accepted),
                    guard = QPointer<QObject>(context)](const Result<void> &saved) {
                       if (!saved) {
                           m_downloads.removeOne(download);
                           if (guard)
                               accepted(failWith(saved));
                           return;
                       }
                       if (guard)
                           accepted(download);
                       Q_EMIT jobChanged(download.get());
                       download->launch();
                   });
}

void DownloadQueue::revive(const std::shared_ptr<Download> &download, const DownloadRequest &request)
{
    if (hasFailed(download))
        download->retry(request.token);
    else if (download->state() == Download::State::Paused || download->state() == Download::State::WaitingForSpace)
        download->resume();
}

std::shared_ptr<Download> DownloadQueue::find(const DownloadRequest &request) const
{
    const auto same = std::find_if(m_downloads.begin(), m_downloads.end(), [&request](const auto &download) {
        return download->request().wantsSameAs(request);
    });
    return same == m_downloads.end() ? nullptr : *same;
}

std::shared_ptr<Download> DownloadQueue::job(const QString &id) const
{
    for (const auto &download : all()) {
        if (download->id() == id)
            return download;
    }
    return nullptr;
}

QList<std::shared_ptr<Download>> DownloadQueue::active() const
{
    QList<std::shared_ptr<Download>> active;
    std::copy_if(m_downloads.begin(), m_downloads.end(), std::back_inserter(active),
                 [](const auto &download) { return download->isActive(); });
    return active;
}

QList<std::shared_ptr<Download>> DownloadQueue::all() const
{
    QList<std::shared_ptr<Download>> all = m_downloads;
    const auto rank = [](const auto &download) {
        if (hasFailed(download))
            return 3;
        return download->isRunning() ? 0 : download->isActive() ? 1 : 2;
    };
    std::stable_sort(all.begin(), all.end(), [&](const auto &a, const auto &b) {
        return std::make_tuple(rank(a), -a->request().priority, a->record().order)
            < std::make_tuple(rank(b), -b->request().priority, b->record().order);
    });
    return all + m_recent;
}

/// What the others leave of what is available.
Result<qint64> DownloadQueue::availableFor(const Download &download) const
{
    auto available = m_context.budget.availableBytes();
    for (auto other = m_downloads.begin(); available && other != m_downloads.end(); ++other) {
        if (other->get() != &download)
            *available -= (*other)->unreservedBytes();
    }
    return available;
}

/// Ends \a download when there is none.
bool DownloadQueue::hasRoom(Download *download)
{
    const auto available = availableFor(*download);
    if (!available) {
        download->giveUp(available.error());
        return false;
    }
    // What an earlier try has allocated already is not free any more, and not needed again.
    const qint64 needed = download->unreservedBytes();
    if (needed <= *available)
        return true;
    download->giveUp({ErrorKind::DiskFull,
                      u"%1 needs %2, %3"_s.arg(download->request().toString(), formatByteCount(needed),
                                               m_context.budget.describe(*available)),
                      u"free space there, or choose a smaller quantization"_s,
                      true,
                      {}});
    return false;
}

/// Where the files of all downloads will be: what is there now is about to be replaced by a newer version, and must
/// serve until then.
QSet<QString> DownloadQueue::placesToFill() const
{
    QSet<QString> places;
    for (const auto &download : m_downloads) {
        if (const auto &plan = download->plan())
            places += m_context.store.placeFor(plan->repo, plan->path);
    }
    return places;
}

void DownloadQueue::checkSpace(Download *download)
{
    const auto available = availableFor(*download);
    const qint64 missing = available ? download->unreservedBytes() - *available : 0;
    if (missing <= 0 || !m_context.makeRoom) {
        hasRoom(download);
        return;
    }
    const QString id = download->id();
    m_awaitingRoom += id;
    m_context.makeRoom(missing, placesToFill(), this, [this, id, download = QPointer(download)] {
        m_awaitingRoom -= id;
        if (download && !download->isFinished() && hasRoom(download))
            advance();
    });
}

void DownloadQueue::save(const Download &download)
{
    m_records.save(download.record(), [](const Result<void> &saved) {
        if (!saved) // what it was before still stands; the job itself goes on
            qCWarning(logDownload).noquote() << saved.error().message;
    });
}

void DownloadQueue::handleState(Download *download)
{
    if (download->isFinished())
        retire(download);
    Q_EMIT jobChanged(download);
    // Not from inside the signal: whoever else listens must see this state before the next one.
    QMetaObject::invokeMethod(this, &DownloadQueue::advance, Qt::QueuedConnection);
}

/// Done and cancelled ones need no record; failed ones keep theirs for a retry, stopped ones for the restart.
void DownloadQueue::retire(Download *download)
{
    using enum Download::State;
    const auto toRecent = [this](const std::shared_ptr<Download> &ended) {
        m_records.remove(ended->id());
        m_downloads.removeOne(ended);
        m_recent.prepend(ended);
        m_recent.resize(std::min(m_recent.size(), maxRecent));
    };
    if (download->state() == Done || download->state() == Cancelled) {
        for (const auto &each : QList(m_downloads)) {
            if (each.get() == download)
                toRecent(each);
        }
    } else if (download->state() == Failed
               && std::count_if(m_downloads.begin(), m_downloads.end(), hasFailed) > maxFailed) {
        toRecent(*std::find_if(m_downloads.begin(), m_downloads.end(), hasFailed));
    }
}

QList<std::shared_ptr<Download>> DownloadQueue::waiting() const
{
    QList<std::shared_ptr<Download>> waiting;
    std::copy_if(m_downloads.begin(), m_downloads.end(), std::back_inserter(waiting),
                 [](const auto &download) { return download->state() == Download::State::Queued; });
    std::stable_sort(waiting.begin(), waiting.end(), [](const auto &a, const auto &b) {
        return std::make_tuple(-a->request().priority, a->record().order)
            < std::make_tuple(-b->request().priority, b->record().order);
    });
    return waiting;
}

int DownloadQueue::positionOf(const Download &download) const
{
    const auto line = waiting();
    const auto at = std::find_if(line.begin(), line.end(), [&](const auto &each) { return each.get() == &download; });
    return at == line.end() ? 0 : static_cast<int>(at - line.begin()) + 1;
}

Result<void> DownloadQueue::move(Download &download, int position)
{
    auto line = waiting();
    const auto at = std::find_if(line.begin(), line.end(), [&](const auto &each) { return each.get() == &download; });
    if (at == line.end())
        return fail(ErrorKind::Busy, u"the download does not wait for its turn"_s,
                    u"only those that are queued can be moved"_s);
    const auto moved = *at;
    line.erase(at);
    const qsizetype target = std::clamp<qsizetype>(position, 0, line.size());
    line.insert(target, moved);
    // Among its new neighbours it has their priority; the order is numbered anew behind all others.
    if (line.size() > 1)
        moved->setPriority(line[target == 0 ? 1 : target - 1]->request().priority);
    for (const auto &each : std::as_const(line)) {
        each->setOrder(++m_lastOrder);
        save(*each);
    }
    Q_EMIT positionsChanged();
    return {};
}

void DownloadQueue::advance()
{
    if (m_stopping)
        return;
    auto running = std::count_if(m_downloads.begin(), m_downloads.end(),
                                 [](const auto &download) { return download->isRunning(); });
    for (const auto &next : waiting()) {
        if (running >= m_parallel)
            break;
        const bool hasTwin = std::any_of(m_downloads.begin(), m_downloads.end(), [&next](const auto &other) {
            return other->isRunning() && other->plan()->id() == next->plan()->id();
        });
        if (m_awaitingRoom.contains(next->id()))
            continue;
        if (hasTwin) // the same file under another name of the wish: it will be there in a moment
            continue;
        if (m_context.transfer.clock.now() < next->restsUntil() || m_context.store.isHeldElsewhere(*next->plan())) {
            next->follow();
            lookAgainLater();
            continue;
        }
        next->begin();
        ++running;
    }
    Q_EMIT positionsChanged();
}

void DownloadQueue::lookAgainLater()
{
    if (std::exchange(m_looksAgain, true))
        return;
    m_context.transfer.clock.callAfter(2s, this, [this] {
        m_looksAgain = false;
        advance();
    });
}

void DownloadQueue::stop(std::function<void()> stopped)
{
    m_stopping = true;
    auto remaining = std::make_shared<qsizetype>(m_downloads.size());
    if (*remaining == 0)
        return stopped();
    for (const auto &download : QList(m_downloads)) {
        download->stop([remaining, stopped] {
            if (--*remaining == 0)
                stopped();
        });
    }
}
