#include "client/api_stream.h"

#include "base/json.h"
#include "client/server_error.h"

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxLineBytes = 1 << 20;

int statusOf(const QNetworkReply &reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

} // namespace

ApiStream::ApiStream(QNetworkReply *reply, Framing framing, QUrl server)
    : m_reply(reply)
    , m_framing(framing)
    , m_server(std::move(server))
{
    connect(reply, &QNetworkReply::readyRead, this, &ApiStream::readMore);
    connect(reply, &QNetworkReply::finished, this, &ApiStream::handleFinished);
}

ApiStream::~ApiStream()
{
    delete m_reply;
}

void ApiStream::readMore()
{
    if (m_ended || statusOf(*m_reply) >= 400) // a refusal is read as a whole
        return;
    QList<QByteArray> texts;
    const QByteArray bytes = m_reply->readAll();
    const QPointer<ApiStream> alive(this); // a listener may have had enough
    Q_EMIT heard();
    if (!alive)
        return;
    if (m_framing == Framing::Feed)
        return deliverFeed(bytes);
    if (m_framing == Framing::Events) {
        texts = m_events.add(bytes);
    } else {
        m_rest += bytes;
        texts = m_rest.split('\n');
        m_rest = texts.takeLast();
    }
    for (const QByteArray &text : std::as_const(texts)) {
        if (!text.trimmed().isEmpty())
            deliver(text);
        if (!alive || m_ended)
            return;
    }
    if (m_events.overflowed() || m_rest.size() > maxLineBytes)
        end(Error{
            ErrorKind::Internal, tr("%1 sends what is no stream of ours").arg(m_server.authority()), {}, false, {}});
}

void ApiStream::deliverFeed(const QByteArray &bytes)
{
    const QPointer<ApiStream> alive(this);
    for (const ServerEvent &event : m_events.addEvents(bytes)) {
        if (event.data.isEmpty())
            continue; // a comment that keeps the connection alive
        const auto data = parseJsonObject(event.data, u"an event"_s);
        if (!data)
            return end(data.error());
        Q_EMIT received({{u"event"_s, QString::fromUtf8(event.type)},
                         {u"id"_s, event.id.isEmpty() ? QJsonValue() : QJsonValue(QString::fromUtf8(event.id))},
                         {u"data"_s, *data}});
        if (!alive || m_ended)
            return;
    }
}

void ApiStream::deliver(const QByteArray &text)
{
    if (m_framing == Framing::Events && text == "[DONE]") {
        m_done = true;
        return;
    }
    const auto object = parseJsonObject(text, u"an object of the stream"_s);
    if (!object)
        return end(object.error());
    if (const auto error = errorIn(*object))
        return end(error);
    Q_EMIT received(*object);
}

void ApiStream::handleFinished()
{
    const int status = statusOf(*m_reply);
    if (status == 0)
        return end(connectionError(*m_reply, m_server));
    if (status >= 400)
        return end(serverError(status, m_reply->readAll()));
    const QPointer<ApiStream> alive(this);
    readMore();
    if (!alive)
        return;
    const bool isWhole = m_framing != Framing::Events ? m_rest.trimmed().isEmpty() : m_done;
    if (m_reply->error() != QNetworkReply::NoError || !isWhole)
        return end(brokenOff(m_server));
    end({});
}

void ApiStream::end(std::optional<Error> error)
{
    if (std::exchange(m_ended, true))
        return;
    if (error)
        Q_EMIT failed(*error);
    else
        Q_EMIT finished();
}
