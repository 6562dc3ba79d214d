#include "api/download_json.h"

#include "download/download_queue.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

QString stateName(Download::State state)
{
    switch (state) {
    case Download::State::Resolving: return u"resolving"_s;
    case Download::State::Queued: return u"queued"_s;
    case Download::State::Reserving: return u"reserving"_s;
    case Download::State::Fetching: return u"downloading"_s;
    case Download::State::Verifying: return u"verifying"_s;
    case Download::State::Publishing: return u"publishing"_s;
    case Download::State::Loading: return u"loading"_s;
    case Download::State::Paused: return u"paused"_s;
    case Download::State::WaitingForSpace: return u"waiting_for_space"_s;
    case Download::State::Done: return u"complete"_s;
    case Download::State::Failed: return u"failed"_s;
    case Download::State::Cancelled: return u"cancelled"_s;
    case Download::State::Stopped: return u"stopped"_s;
    }
    Q_UNREACHABLE();
}

QString stateName(Segment::State state)
{
    switch (state) {
    case Segment::State::Idle: return u"idle"_s;
    case Segment::State::Expired: return u"locating"_s;
    case Segment::State::Connecting: return u"connecting"_s;
    case Segment::State::Receiving: return u"receiving"_s;
    case Segment::State::Waiting: return u"waiting"_s;
    case Segment::State::Done: return u"complete"_s;
    case Segment::State::Failed: return u"failed"_s;
    }
    Q_UNREACHABLE();
}

QJsonValue errorJson(const std::optional<Error> &error)
{
    if (!error)
        return QJsonValue();
    return QJsonObject{{u"code"_s, errorCode(error->kind)}, {u"message"_s, error->message}, {u"hint"_s, error->hint}};
}

QJsonValue pauseJson(const std::optional<Download::HubPause> &pause)
{
    if (!pause)
        return QJsonValue();
    QJsonObject json = errorJson(pause->why).toObject();
    json.insert(u"seconds"_s, qint64(pause->left.count()));
    return json;
}

template <class T>
QJsonValue orNull(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonArray segmentsJson(const QList<SegmentReport> &segments)
{
    QJsonArray array;
    for (const SegmentReport &segment : segments) {
        array += QJsonObject{{u"begin"_s, segment.range.begin},
                             {u"end"_s, segment.range.end},
                             {u"position"_s, segment.position},
                             {u"state"_s, stateName(segment.state)},
                             {u"bytes_per_second"_s, segment.bytesPerSecond}};
    }
    return array;
}

} // namespace

QJsonObject downloadJson(const Download &download, const DownloadQueue &queue, bool detailed)
{
    const DownloadRequest &request = download.request();
    const auto &plan = download.plan();
    const Progress &progress = download.progress();
    const bool moves = download.state() == Download::State::Fetching;
    const int position = queue.positionOf(download);
    const auto &model = download.model();
    QJsonObject json{
        {u"id"_s, download.id()},
        {u"model"_s, plan ? plan->repo.toString() : request.repo.toString()},
        {u"filename"_s,
         plan               ? QJsonValue(plan->path.toString())
             : request.path ? QJsonValue(request.path->toString())
                            : QJsonValue()},
        {u"quantization"_s, request.quantization ? QJsonValue(request.quantization->toString()) : QJsonValue()},
        {u"revision"_s, request.revision.toString()},
        {u"commit"_s, plan ? QJsonValue(plan->commit) : QJsonValue()},
        {u"sha256"_s, plan && plan->sha256 ? QJsonValue(plan->sha256->toHex()) : QJsonValue()},
        {u"state"_s, stateName(download.state())},
        {u"total"_s, plan && plan->bytes >= 0 ? QJsonValue(plan->bytes) : QJsonValue()},
        {u"completed"_s, progress.completedBytes()},
        {u"percent"_s, plan ? progress.percent() : 0},
        {u"bytes_per_second"_s, moves ? progress.bytesPerSecond() : 0},
        {u"eta_seconds"_s, moves ? orNull(progress.etaSeconds()) : QJsonValue()},
        {u"priority"_s, request.priority},
        {u"position"_s, position > 0 ? QJsonValue(position) : QJsonValue()},
        {u"attempts"_s, download.attempts()},
        {u"error"_s, errorJson(download.error())},
        {u"last_error"_s, errorJson(download.lastTrouble())},
        {u"waiting"_s, pauseJson(download.hubPause())},
        {u"created_at"_s, download.record().createdAt.toString(Qt::ISODateWithMs)},
        {u"model_id"_s, model ? QJsonValue(model->id) : QJsonValue()},
    };
    if (detailed)
        json.insert(u"segments"_s, segmentsJson(download.segments()));
    return json;
}
