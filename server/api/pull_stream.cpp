#include "api/pull_stream.h"

#include "base/byte_count.h"
#include "base/json.h"
#include "download/download_queue.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto shortestInterval = 250ms; ///< between two lines of progress
constexpr auto longestSilence = 10s;
constexpr auto longestPrelude = 5s; ///< before the status line, while the Hub has not answered yet

QJsonObject completeLine(const Model &model, const QString &id, std::chrono::steady_clock::duration took)
{
    const ModelManifest &manifest = model.manifest;
    const double seconds = std::chrono::duration<double>(took).count();
    return {
        {u"status"_s, u"complete"_s},
        {u"filename"_s, manifest.source ? manifest.source->path.toString() : manifest.file},
        {u"path"_s, model.path},
        {u"size_mb"_s, mebibytes(manifest.bytes)},
        {u"discovered"_s, model.isServable()},
        {u"id"_s, id.isEmpty() ? QJsonValue() : QJsonValue(id)},
        {u"model_id"_s, model.id},
        {u"sha256"_s, manifest.sha256 ? QJsonValue(manifest.sha256->toHex()) : QJsonValue()},
        {u"seconds"_s, std::round(seconds * 1000) / 1000},
    };
}

QByteArray ndjson(const QJsonObject &line)
{
    return toJson(line) + '\n';
}

/// One client's view of a download. Owns itself: it goes when the answer is complete or the client is.
class PullStream final : public QObject {
public:
    PullStream(const ApiContext &context, ExchangePtr exchange, PullRequest pull, std::shared_ptr<Download> download)
        : m_context(context)
        , m_exchange(std::move(exchange))
        , m_pull(std::move(pull))
        , m_download(std::move(download))
        , m_lastLine(context.clock.now())
    {
        m_download->addWatcher();
        connect(m_exchange.get(), &Exchange::aborted, this, &QObject::deleteLater);
        connect(m_download.get(), &Download::stateChanged, this, &PullStream::handleState);
        connect(m_download.get(), &Download::progressed, this, &PullStream::handleProgress);
        connect(&m_context.downloads, &DownloadQueue::positionsChanged, this, &PullStream::tellPosition);
        m_context.clock.callAfter(longestPrelude, this, [this] { open(); });
        keepAlive();
    }

    ~PullStream() override { m_download->removeWatcher(); }

    void start()
    {
        handleState();
        tellPosition(); // of a download that waited before this client came
        handleProgress(); // or waits for the Hub
    }

private:
    /// Commits to 200. Late, so that a disk that is too small can still be told by the status.
    void open()
    {
        if (!m_pull.stream || std::exchange(m_opened, true))
            return;
        m_exchange->begin(200, {{"Content-Type", "application/x-ndjson"}, {"Cache-Control", "no-cache"}});
    }

    void tell(const QJsonObject &line)
    {
        if (!m_pull.stream)
            return;
        open();
        m_lastLine = m_context.clock.now();
        m_writable = m_exchange->write(ndjson(line));
    }

    QString filename() const { return m_download->plan() ? m_download->plan()->path.toString() : m_pull.filename; }

    void tellStarting()
    {
        if (std::exchange(m_started, true))
            return;
        QJsonObject line{{u"status"_s, u"starting"_s},
                         {u"model"_s, m_pull.model},
                         {u"filename"_s, filename()},
                         {u"id"_s, m_download->id()}};
        if (const auto &plan = m_download->plan()) {
            line.insert(u"commit"_s, plan->commit);
            line.insert(u"total"_s, plan->bytes < 0 ? QJsonValue() : QJsonValue(plan->bytes));
            line.insert(u"sha256"_s, plan->sha256 ? QJsonValue(plan->sha256->toHex()) : QJsonValue());
        }
        tell(line);
    }

    void handleState()
    {
        m_pauseTold = false;
        switch (m_download->state()) {
        case Download::State::Resolving: return;
        case Download::State::Queued:
        case Download::State::Reserving:
        case Download::State::Publishing: return tellStarting();
        case Download::State::Fetching: tellStarting(); return tellProgress();
        case Download::State::Verifying:
            tellStarting();
            tellProgress(); // the last one: 100 %
            return tellVerifying();
        case Download::State::Loading: tellStarting(); return tell({{u"status"_s, u"loading"_s}});
        case Download::State::Paused: tellStarting(); return tell({{u"status"_s, u"paused"_s}});
        case Download::State::WaitingForSpace: return tellWaiting(*m_download->error());
        case Download::State::Done: return finish();
        case Download::State::Cancelled:
        case Download::State::Failed:
        case Download::State::Stopped: return handleFailure(*m_download->error());
        }
    }

    void tellPosition()
    {
        const int position = m_context.downloads.positionOf(*m_download);
        if (!m_started || position == 0 || position == m_position)
            return;
        m_position = position;
        tell({{u"status"_s, u"queued"_s}, {u"position"_s, position}});
    }

    void handleProgress()
    {
        if (const auto pause = m_download->hubPause()) {
            if (!std::exchange(m_pauseTold, true))
                tellPause(*pause);
            return;
        }
        m_pauseTold = false;
        if (m_download->state() == Download::State::Resolving)
            return;
        // A slow reader gets fewer lines, never a backlog.
        if (m_writable && m_exchange->backlog() == 0 && m_context.clock.now() - m_lastLine >= shortestInterval)
            tellProgress();
    }

    void tellProgress()
    {
        const Progress &progress = m_download->progress();
        const auto eta = progress.etaSeconds();
        tell({{u"status"_s, u"downloading"_s},
              {u"filename"_s, filename()},
              {u"total"_s, progress.totalBytes() < 0 ? QJsonValue() : QJsonValue(progress.totalBytes())},
              {u"completed"_s, progress.completedBytes()},
              {u"percent"_s, progress.percent()},
              {u"bytes_per_second"_s, progress.bytesPerSecond()},
              {u"eta_seconds"_s, eta ? QJsonValue(*eta) : QJsonValue()}});
    }

    void tellWaiting(const Error &error)
    {
        tellStarting();
        tell({{u"status"_s, u"waiting"_s},
              {u"reason"_s, error.message},
              {u"code"_s, errorCode(error.kind)},
              {u"hint"_s, error.hint}});
    }

    void tellPause(const Download::HubPause &pause)
    {
        const QString seconds = QString::number(pause.left.count());
        tellStarting();
        tell({{u"status"_s, u"waiting"_s},
              {u"reason"_s, u"the Hub asks to be left alone for %1 s: %2"_s.arg(seconds, pause.why.message)},
              {u"code"_s, errorCode(pause.why.kind)},
              {u"hint"_s, pause.why.hint},
              {u"seconds"_s, qint64(pause.left.count())}});
    }

    void tellVerifying() { tell({{u"status"_s, u"verifying"_s}, {u"percent"_s, m_download->verifiedPercent()}}); }

    void keepAlive()
    {
        m_context.clock.callAfter(1s, this, [this] {
            keepAlive();
            const auto silence = m_context.clock.now() - m_lastLine;
            if (!m_started || m_exchange->backlog() > 0)
                return;
            if (m_download->state() == Download::State::Verifying && silence >= 1s)
                tellVerifying();
            else if (m_download->state() == Download::State::Queued && silence >= longestSilence)
                tell({{u"status"_s, u"queued"_s}, {u"position"_s, m_position}});
            else if (m_download->state() == Download::State::Loading && silence >= longestSilence)
                tell({{u"status"_s, u"loading"_s}});
            else if (const auto pause = m_download->hubPause(); pause && silence >= longestSilence)
                tellPause(*pause);
            else if (m_download->state() != Download::State::Resolving && silence >= longestSilence)
                tellProgress();
        });
    }

    void finish()
    {
        tellStarting();
        const QJsonObject line =
            completeLine(*m_download->model(), m_download->id(), m_context.clock.now() - m_download->startedAt());
        end(200, line);
    }

    void handleFailure(const Error &error)
    {
        const QJsonObject line = errorBody(error, ErrorStyle::Pull);
        // The Hub's refusals come in the stream, as they always did; no room is a 507 before the first byte.
        if (m_pull.stream && !m_opened && statusOf(error) == 507)
            return send(507, line);
        tellStarting();
        end(statusOf(error), line);
    }

    void end(int status, const QJsonObject &line)
    {
        if (!m_pull.stream)
            return send(status, line);
        tell(line);
        m_exchange->end();
        deleteLater();
    }

    void send(int status, const QJsonObject &line)
    {
        sendJson(*m_exchange, status, line);
        deleteLater();
    }

    const ApiContext m_context;
    ExchangePtr m_exchange;
    const PullRequest m_pull;
    std::shared_ptr<Download> m_download;
    std::chrono::steady_clock::time_point m_lastLine;
    int m_position = 0;
    bool m_started = false;
    bool m_opened = false;
    bool m_pauseTold = false; ///< of the Hub's wish that is being waited out
    bool m_writable = true;
};

} // namespace

void streamPull(const ApiContext &context, const ExchangePtr &exchange, const PullRequest &pull,
                const std::shared_ptr<Download> &download)
{
    (new PullStream(context, exchange, pull, download))->start();
}

void sendInstalled(const ApiContext &context, const ExchangePtr &exchange, const PullRequest &pull, const Model &model)
{
    const auto started = context.clock.now();
    const QJsonObject line = completeLine(model, {}, context.clock.now() - started);
    if (!pull.stream)
        return sendJson(*exchange, 200, line);
    const ModelManifest &manifest = model.manifest;
    exchange->begin(200, {{"Content-Type", "application/x-ndjson"}, {"Cache-Control", "no-cache"}});
    exchange->write(ndjson({{u"status"_s, u"starting"_s},
                            {u"model"_s, pull.model},
                            {u"filename"_s, manifest.source->path.toString()},
                            {u"id"_s, QJsonValue()},
                            {u"commit"_s, manifest.source->commit},
                            {u"total"_s, manifest.bytes},
                            {u"sha256"_s, manifest.sha256 ? QJsonValue(manifest.sha256->toHex()) : QJsonValue()}}));
    exchange->write(ndjson(line));
    exchange->end();
}
