#pragma once

#include "base/event_stream_parser.h"
#include "base/result.h"

#include <QJsonObject>
#include <QNetworkReply>
#include <QPointer>
#include <QUrl>

/// An answer that comes as a sequence of JSON objects: NDJSON lines or server-sent events. It ends with exactly one
/// of finished() and failed(); deleting it closes the connection.
class ApiStream final : public QObject {
    Q_OBJECT

public:
    enum class Framing {
        Lines, ///< NDJSON
        Events, ///< of a generation, ended by the object-less `[DONE]`
        Feed, ///< with names and ids and without end; each is received as {"event","id","data"}
    };

    /// Takes \a reply, which was just sent to \a server. A stream of events that lacks its `[DONE]` was cut.
    ApiStream(QNetworkReply *reply, Framing framing, QUrl server);
    ~ApiStream() override;

Q_SIGNALS:
    void received(const QJsonObject &object);
    /// Something has come, be it only a sign of life.
    void heard();
    void finished();
    /// The server refused, could not be reached, broke off, or sent what is no JSON. An error that is an object of
    /// the stream is one, too.
    void failed(const Error &error);

private:
    void readMore();
    void deliverFeed(const QByteArray &bytes);
    void handleFinished();
    void deliver(const QByteArray &text);
    void end(std::optional<Error> error);

    QPointer<QNetworkReply> m_reply; ///< ours, but it goes with its manager if that goes first
    const Framing m_framing;
    const QUrl m_server;
    QByteArray m_rest;
    EventStreamParser m_events;
    bool m_done = false;
    bool m_ended = false;
};
