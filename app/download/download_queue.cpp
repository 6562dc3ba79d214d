#include "download/download_queue.h"

#include "base/byte_count.h"
#include "store/durable_file.h"
#include "store/part_file.h"

#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype maxDownloads = 100;
}

DownloadQueue::DownloadQueue(DownloadContext context, int parallel, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_parallel(parallel)
{
}

DownloadQueue::~DownloadQueue() = default;

Result<std::shared_ptr<Download>> DownloadQueue::add(const DownloadRequest &request)
{
    if (m_stopping)
        return fail(ErrorKind::ShuttingDown, u"the service is stopping"_s, u"try again in a moment"_s, true);
    if (auto same = find(request))
        return same;
    if (m_downloads.size() >= maxDownloads) {
        return fail(ErrorKind::QueueFull, u"%1 downloads are waiting already"_s.arg(maxDownloads),
                    u"try again when some are done"_s, true);
    }
    const QString id = QUuid::createUuid().toString(QUuid::Id128).left(12);
    // deleteLater: the last holder may let go inside one of the download's own signals.
    std::shared_ptr<Download> download(new Download(id, request, m_context), [](Download *d) { d->deleteLater(); });
    m_downloads += download;
    connect(download.get(), &Download::resolved, this, [this, d = download.get()] { checkSpace(d); });
    connect(download.get(), &Download::stateChanged, this, [this, d = download.get()] { handleState(d); });
    download->resolve();
    return download;
}

std::shared_ptr<Download> DownloadQueue::find(const DownloadRequest &request) const
{
    const auto same = std::find_if(m_downloads.begin(), m_downloads.end(), [&request](const auto &download) {
        return !download->isFinished() && download->request().wantsSameAs(request);
    });
    return same == m_downloads.end() ? nullptr : *same;
}

void DownloadQueue::checkSpace(Download *download)
{
    const auto free = freeBytes(m_context.store.layout().own());
    if (!free)
        return download->giveUp(free.error());
    qint64 promised = 0;
    for (const auto &other : std::as_const(m_downloads)) {
        if (other.get() != download)
            promised += other->unreservedBytes();
    }
    // What an earlier try has allocated already is not free any more, and not needed again.
    const qint64 allocated = PartFile::allocatedBytes(*download->plan(), m_context.store.layout().parts());
    const qint64 needed = std::max<qint64>(0, download->plan()->bytes - allocated);
    if (needed + promised <= *free)
        return;
    download->giveUp({ErrorKind::DiskFull,
                      u"%1 needs %2, %3 are free in %4"_s.arg(download->request().toString(), formatByteCount(needed),
                                                              formatByteCount(std::max<qint64>(0, *free - promised)),
                                                              m_context.store.layout().models()),
                      u"free space there, or choose a smaller quantization"_s,
                      true,
                      {}});
}

void DownloadQueue::handleState(Download *download)
{
    if (download->isFinished())
        m_downloads.removeIf([download](const auto &each) { return each.get() == download; });
    // Not from inside the signal: whoever else listens must see this state before the next one.
    QMetaObject::invokeMethod(this, &DownloadQueue::advance, Qt::QueuedConnection);
}

QList<std::shared_ptr<Download>> DownloadQueue::waiting() const
{
    QList<std::shared_ptr<Download>> waiting;
    std::copy_if(m_downloads.begin(), m_downloads.end(), std::back_inserter(waiting),
                 [](const auto &download) { return download->state() == Download::State::Queued; });
    std::stable_sort(waiting.begin(), waiting.end(),
                     [](const auto &a, const auto &b) { return a->request().priority > b->request().priority; });
    return waiting;
}

int DownloadQueue::positionOf(const Download &download) const
{
    const auto line = waiting();
    const auto at = std::find_if(line.begin(), line.end(), [&](const auto &each) { return each.get() == &download; });
    return at == line.end() ? 0 : static_cast<int>(at - line.begin()) + 1;
}

void DownloadQueue::advance()
{
    if (m_stopping)
        return;
    const auto isRunning = [](const auto &download) {
        return download->state() != Download::State::Resolving && download->state() != Download::State::Queued;
    };
    auto running = std::count_if(m_downloads.begin(), m_downloads.end(), isRunning);
    for (const auto &next : waiting()) {
        if (running++ >= m_parallel)
            break;
        next->begin();
    }
    Q_EMIT positionsChanged();
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
