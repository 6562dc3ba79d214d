#include "connection/model_watch.h"

ModelWatch::ModelWatch(ApiClient &api, const ApiCall &call, QObject *parent)
    : ModelTask(parent)
    , m_stream(api.stream(call, ApiStream::Framing::Lines))
{
    connect(m_stream.get(), &ApiStream::received, this,
            [this](const QJsonObject &line) { take(ModelProgress::fromJson(line)); });
    connect(m_stream.get(), &ApiStream::failed, this, &ModelTask::failed);
    connect(m_stream.get(), &ApiStream::finished, this, [this] { Q_EMIT finished(m_last); });
}

void ModelWatch::take(const ModelProgress &progress)
{
    m_last = progress;
    if (progress.status != ModelProgress::Status::Complete)
        Q_EMIT progressed(progress);
}
