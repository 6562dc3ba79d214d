#include "client/pull.h"

#include <array>

using namespace Qt::StringLiterals;

namespace {

PullEvent::Status statusFrom(const QString &text)
{
    using enum PullEvent::Status;
    static const std::array<std::pair<QLatin1StringView, PullEvent::Status>, 8> names{{
        {"starting"_L1, Starting},
        {"queued"_L1, Queued},
        {"downloading"_L1, Downloading},
        {"verifying"_L1, Verifying},
        {"loading"_L1, Loading},
        {"paused"_L1, Paused},
        {"waiting"_L1, Waiting},
        {"complete"_L1, Complete},
    }};
    for (const auto &[name, status] : names) {
        if (text == name)
            return status;
    }
    return Unknown; // of a newer server: not ours to judge
}

} // namespace

QJsonObject PullOrder::toJson() const
{
    // A file that is being pulled already is watched, and another one waits: what a person at a prompt means.
    QJsonObject json{{u"model"_s, model}, {u"queue"_s, true}};
    if (!filename.isEmpty())
        json.insert(u"filename"_s, filename);
    if (!quantization.isEmpty())
        json.insert(u"quantization"_s, quantization);
    if (!revision.isEmpty())
        json.insert(u"revision"_s, revision);
    if (force)
        json.insert(u"force"_s, true);
    if (priority != 0)
        json.insert(u"priority"_s, priority);
    return json;
}

PullEvent PullEvent::fromJson(const QJsonObject &json)
{
    PullEvent event;
    event.status = statusFrom(json.value("status"_L1).toString());
    event.filename = json.value("filename"_L1).toString();
    event.jobId = json.value("id"_L1).toString();
    event.reason = json.value("reason"_L1).toString();
    event.modelId = json.value("model_id"_L1).toString();
    event.position = json.value("position"_L1).toInt();
    event.completedBytes = json.value("completed"_L1).toInteger();
    event.totalBytes = json.value("total"_L1).toInteger();
    event.percent = json.value("percent"_L1).toDouble();
    event.bytesPerSecond = json.value("bytes_per_second"_L1).toInteger();
    if (const QJsonValue eta = json.value("eta_seconds"_L1); eta.isDouble())
        event.etaSeconds = eta.toInteger();
    event.seconds = json.value("seconds"_L1).toDouble();
    return event;
}
