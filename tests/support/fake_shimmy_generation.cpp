#include "fake_shimmy_generation.h"

#include "fake_shimmy_order.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPointer>
#include <QTcpSocket>
#include <QTimer>
#include <QUuid>

#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype contextTokens = 4096;
using Route = FakeShimmyOrder::Route;

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray serverSentEvent(const QByteArray &data)
{
    return "data: " + QByteArray(data).replace("\n", "\ndata: ") + "\n\n";
}

/// One generation. It goes on when its client has left, as in the real one; only its end is then not sent.
class FakeGeneration final : public QObject {
public:
    FakeGeneration(FakeShimmy &shimmy, FakeShimmyConnection &connection, FakeShimmyOrder order)
        : QObject(&shimmy)
        , m_shimmy(shimmy)
        , m_connection(&connection)
        , m_order(std::move(order))
        , m_tokens(m_order.tokens())
        , m_id(u"chatcmpl-"_s + QUuid::createUuid().toString(QUuid::Id128))
    {
        // What does not fit into the context is lost; a stream ends there as if it were whole.
        m_overflows = m_order.prompt.size() + m_tokens.size() > contextTokens;
        if (m_overflows)
            m_tokens = m_tokens.first(contextTokens - m_order.prompt.size());
    }

    void start()
    {
        if (blocks())
            m_shimmy.beginBlocking();
        QTimer::singleShot(m_shimmy.faults().number("loadDelayMs"_L1, 0), this, [this] { loaded(); });
    }

private:
    bool isIncremental() const { return m_shimmy.faults().has("incremental"_L1); }
    bool blocks() const { return !m_order.stream && !isIncremental(); }

    void loaded()
    {
        if (m_order.stream) {
            part(fakeShimmyHead(200, "text/event-stream", "transfer-encoding: chunked"));
            if (m_order.route == Route::Chat)
                produce(
                    serverSentEvent(chunk({{u"content"_s, QJsonValue()}, {u"role"_s, u"assistant"_s}}, QJsonValue())));
        }
        nextToken();
    }

    void nextToken()
    {
        if (misbehaves())
            return;
        if (m_done == m_tokens.size())
            return finish();
        QTimer::singleShot(m_shimmy.faults().number("tokenDelayMs"_L1, 0), this, [this] {
            const QString text = QString::fromUtf8(m_tokens[m_done++]);
            if (m_order.route == Route::Chat)
                produce(serverSentEvent(chunk({{u"content"_s, text}, {u"role"_s, QJsonValue()}}, QJsonValue())));
            else
                produce(serverSentEvent(text.toUtf8()));
            nextToken();
        });
    }

    /// Does what it was told to do after this many tokens.
    bool misbehaves()
    {
        const auto isDue = [this](QLatin1StringView name) { return m_shimmy.faults().number(name) == m_done; };
        if (isDue("diesAfterTokens"_L1)) {
            std::fputs("GGML_ASSERT(it was told to die) failed\n", stderr);
            std::abort();
        }
        if (isDue("hangsAfterTokens"_L1)) {
            m_shimmy.hang();
            return true;
        }
        if (isDue("cutsAfterTokens"_L1)) {
            if (m_connection)
                m_connection->socket().abort();
            deleteLater();
            return true;
        }
        return false;
    }

    /// Sends \a events now, or, in the stock build, in one burst at the end.
    void produce(const QByteArray &events)
    {
        if (!m_order.stream)
            return;
        if (isIncremental())
            part(chunked(events));
        else
            m_burst += chunked(events);
    }

    void finish()
    {
        if (m_order.stream) {
            if (m_order.route == Route::Chat)
                produce(serverSentEvent(chunk({{u"content"_s, QJsonValue()}, {u"role"_s, QJsonValue()}}, u"stop"_s)));
            produce(serverSentEvent("[DONE]"));
            part(m_burst + "0\r\n\r\n");
            if (m_connection)
                m_connection->finishAnswer();
        } else if (m_connection) {
            m_connection->send(m_overflows ? fakeShimmyAnswer(502) : whole());
        }
        if (blocks())
            m_shimmy.endBlocking();
        deleteLater();
    }

    void part(const QByteArray &bytes)
    {
        if (m_connection)
            m_connection->sendPart(bytes);
    }

    QByteArray chunk(const QJsonObject &delta, const QJsonValue &finishReason) const
    {
        const QJsonObject choice{{u"index"_s, 0}, {u"delta"_s, delta}, {u"finish_reason"_s, finishReason}};
        return compact({{u"id"_s, m_id},
                        {u"object"_s, u"chat.completion.chunk"_s},
                        {u"created"_s, QDateTime::currentSecsSinceEpoch()},
                        {u"model"_s, m_order.model},
                        {u"choices"_s, QJsonArray{choice}}});
    }

    QByteArray whole() const
    {
        const QString text = QString::fromUtf8(m_tokens.join());
        if (m_order.route == Route::Generate)
            return fakeShimmyJson(200, {{u"response"_s, text}});
        if (m_order.route == Route::Messages) {
            return fakeShimmyJson(200,
                                  {{u"id"_s, QString(u"msg_"_s + QUuid::createUuid().toString(QUuid::WithoutBraces))},
                                   {u"type"_s, u"message"_s},
                                   {u"role"_s, u"assistant"_s},
                                   {u"content"_s, QJsonArray{QJsonObject{{u"type"_s, u"text"_s}, {u"text"_s, text}}}},
                                   {u"model"_s, m_order.model},
                                   {u"stop_reason"_s, u"end_turn"_s},
                                   {u"stop_sequence"_s, QJsonValue()},
                                   {u"usage"_s,
                                    QJsonObject{{u"input_tokens"_s, (m_order.prompt.size() + 3) / 4},
                                                {u"output_tokens"_s, (text.toUtf8().size() + 3) / 4}}}});
        }
        const QJsonObject choice{{u"index"_s, 0},
                                 {u"message"_s, QJsonObject{{u"role"_s, u"assistant"_s}, {u"content"_s, text}}},
                                 {u"finish_reason"_s, u"stop"_s}}; // also at max_tokens
        return fakeShimmyJson(
            200,
            {{u"id"_s, m_id},
             {u"object"_s, u"chat.completion"_s},
             {u"created"_s, QDateTime::currentSecsSinceEpoch()},
             {u"model"_s, m_order.model},
             {u"choices"_s, QJsonArray{choice}},
             {u"usage"_s, QJsonObject{{u"prompt_tokens"_s, 0}, {u"completion_tokens"_s, 0}, {u"total_tokens"_s, 0}}}});
    }

    FakeShimmy &m_shimmy;
    const QPointer<FakeShimmyConnection> m_connection;
    const FakeShimmyOrder m_order;
    QByteArrayList m_tokens;
    const QString m_id;
    QByteArray m_burst;
    qsizetype m_done = 0;
    bool m_overflows = false;
};

QByteArray unknownModel(const FakeShimmyOrder &order, const QStringList &ids)
{
    if (order.route != Route::Chat)
        return fakeShimmyAnswer(404);
    const QString message =
        u"Model '%1' not found. Available models: [\"%2\"]"_s.arg(order.model, ids.join(u"\", \""_s));
    return fakeShimmyJson(404,
                          {{u"error"_s,
                            QJsonObject{{u"code"_s, u"model_not_found"_s},
                                        {u"message"_s, message},
                                        {u"param"_s, u"model"_s},
                                        {u"type"_s, u"invalid_request_error"_s}}}});
}

/// An answer without end: \a beginning, and then \a more for as long as somebody reads.
void sendForEver(FakeShimmyConnection &connection, const QByteArray &beginning, const QByteArray &more)
{
    connection.sendPart(beginning);
    const auto feed = [socket = &connection.socket(), more] {
        while (socket->state() == QAbstractSocket::ConnectedState && socket->bytesToWrite() < (1 << 20))
            socket->write(more);
    };
    QObject::connect(&connection.socket(), &QIODevice::bytesWritten, &connection, feed);
    feed();
}

/// Answers wrongly, if it was told to.
bool answersWrongly(const FakeShimmyFaults &faults, FakeShimmyConnection &connection)
{
    if (faults.has("garbageAnswer"_L1))
        connection.closeEarly(QByteArray(100'000, '\x01'));
    else if (faults.has("hugeHead"_L1))
        connection.send("HTTP/1.1 200 OK\r\n" + QByteArray("x-filler: " + QByteArray(8000, 'x') + "\r\n").repeated(500)
                        + "content-length: 0\r\n\r\n");
    else if (faults.has("endlessLine"_L1))
        sendForEver(connection,
                    fakeShimmyHead(200, "text/event-stream", "connection: close") + "data: ", QByteArray(8000, 'x'));
    else if (faults.has("endlessRefusal"_L1))
        sendForEver(connection, fakeShimmyHead(500, "text/plain", "connection: close"), QByteArray(8000, 'x'));
    else if (const int status = faults.number("refusesWith"_L1); status > 0)
        connection.send(fakeShimmyAnswer(status));
    else
        return false;
    return true;
}

} // namespace

void serveGeneration(FakeShimmy &shimmy, FakeShimmyConnection &connection, const FakeShimmyRequest &request)
{
    const FakeShimmyReading reading = readOrder(request);
    if (!reading.refusal.isEmpty())
        return connection.send(reading.refusal);
    const FakeShimmyOrder &order = reading.order;
    if (answersWrongly(shimmy.faults(), connection))
        return;
    if (!shimmy.models().ids().contains(order.model))
        return connection.send(unknownModel(order, shimmy.models().ids()));
    if (order.model == ghostModel)
        return connection.send(fakeShimmyAnswer(order.route == Route::Messages ? 500 : 502));
    if (order.prompt.size() > contextTokens || shimmy.faults().has("abortInGeneration"_L1)) {
        std::fputs("GGML_ASSERT(n_tokens_all <= cparams.n_batch) failed\n", stderr);
        std::abort();
    }
    (new FakeGeneration(shimmy, connection, order))->start();
}
