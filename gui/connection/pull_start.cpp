#include "connection/pull_start.h"

PullStart::PullStart(ApiClient &api, const PullOrder &order, QObject *context,
                     std::function<void(Result<PullEvent>)> callback)
    : QObject(&api)
    , m_context(context)
    , m_callback(std::move(callback))
    , m_stream(api.pull(order))
{
    connect(context, &QObject::destroyed, this, &QObject::deleteLater);
    connect(m_stream.get(), &ApiStream::received, this,
            [this](const QJsonObject &line) { tell(PullEvent::fromJson(line)); });
    connect(m_stream.get(), &ApiStream::failed, this, [this](const Error &error) { tell(tl::unexpected(error)); });
}

void PullStart::tell(const Result<PullEvent> &event)
{
    m_stream->disconnect(this);
    deleteLater(); // not the stream now: it is what has called us
    if (const auto callback = std::exchange(m_callback, {}); callback && m_context)
        callback(event);
}
