#include "fake_shimmy.h"

#include "fake_shimmy_generation.h"

#include <QDateTime>
#include <QTcpSocket>
#include <QThread>
#include <QTimer>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

/// What stands for the name in /api/models/{name}/ACTION; empty when \a path is another one.
QString nameIn(const QByteArray &path, const QByteArray &action)
{
    const QByteArray prefix = "/api/models/";
    const QByteArray suffix = '/' + action;
    if (!path.startsWith(prefix) || !path.endsWith(suffix) || path.size() <= prefix.size() + suffix.size())
        return {};
    return QString::fromUtf8(path.sliced(prefix.size()).chopped(suffix.size()));
}

QByteArray allowedAt(const QByteArray &path)
{
    for (const char *get : {"/health", "/metrics", "/diag", "/v1/models", "/api/models"}) {
        if (path == get)
            return "GET,HEAD";
    }
    if (!nameIn(path, "status").isEmpty())
        return "GET,HEAD";
    for (const char *post : {"/api/generate", "/v1/chat/completions", "/v1/messages", "/api/models/discover"}) {
        if (path == post)
            return "POST";
    }
    return nameIn(path, "load").isEmpty() && nameIn(path, "unload").isEmpty() ? QByteArray() : QByteArray("POST");
}

} // namespace

FakeShimmy::FakeShimmy(FakeShimmyFaults faults, FakeShimmyModels models)
    : m_faults(std::move(faults))
    , m_models(std::move(models))
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection())
            take(socket);
    });
    if (const int after = m_faults.number("hangAfterMs"_L1); after >= 0)
        QTimer::singleShot(after, this, [this] { hang(); });
    if (const int after = m_faults.number("diesAfterMs"_L1); after >= 0)
        QTimer::singleShot(after, this, [] { ::_exit(7); });
}

bool FakeShimmy::listen(quint16 port)
{
    return m_server.listen(QHostAddress::LocalHost, port);
}

void FakeShimmy::take(QTcpSocket *socket)
{
    m_connections.removeAll(nullptr);
    if (!m_faults.has("holdsPort"_L1))
        m_connections += new FakeShimmyConnection(socket, *this);
}

void FakeShimmy::endBlocking()
{
    --m_generatesBlocking;
    for (const auto &connection : QList(m_connections)) {
        if (connection)
            connection->readOn();
    }
}

void FakeShimmy::serve(FakeShimmyConnection &connection, const FakeShimmyRequest &request)
{
    if (m_faults.has("garbage"_L1))
        return connection.closeEarly(QByteArray(100'000, '\x01'));
    const QByteArray allowed = allowedAt(request.path);
    const QByteArray allow = allowed.isEmpty() ? QByteArray() : QByteArray("allow: " + allowed + "\r\n");
    if (request.method == "OPTIONS")
        return connection.send(fakeShimmyAnswer(200, {}, {}, allow));
    if (allowed.isEmpty())
        return connection.send(fakeShimmyAnswer(404));
    const bool isGet = request.method == "GET" || request.method == "HEAD";
    const bool isServed = allowed == "POST" ? request.method == "POST" && servePost(connection, request)
                                            : isGet && serveGet(connection, request.path);
    if (!isServed)
        connection.send(fakeShimmyAnswer(405, {}, {}, allow));
}

QJsonObject FakeShimmy::health() const
{
    const qsizetype found = m_models.discovered();
    return {
        {u"compatibility"_s, QJsonObject{{u"cors"_s, true}, {u"openai"_s, true}}},
        {u"endpoints"_s,
         QJsonObject{{u"chat"_s, u"/v1/chat/completions"_s},
                     {u"generate"_s, u"/api/generate"_s},
                     {u"health"_s, u"/health"_s},
                     {u"models"_s, u"/v1/models"_s}}},
        {u"models"_s, QJsonObject{{u"discovered"_s, found}, {u"manual"_s, found + 1}, {u"total"_s, found + 1}}},
        {u"service"_s, m_faults.text("saysService"_L1, u"shimmy"_s)},
        {u"status"_s, u"ok"_s},
        {u"timestamp"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
        {u"uptime_seconds"_s, QDateTime::currentSecsSinceEpoch()}, // the time of day, as the real one says
        {u"version"_s, m_faults.text("saysVersion"_L1, u"1.8.1"_s)},
    };
}

bool FakeShimmy::serveGet(FakeShimmyConnection &connection, const QByteArray &path)
{
    if (path == "/health") {
        if (m_faults.has("neverHealthy"_L1))
            connection.send(fakeShimmyAnswer(503));
        else
            connection.send(fakeShimmyJson(200, health()));
    } else if (path == "/v1/models") {
        connection.send(
            fakeShimmyJson(200, (m_faults.has("listNothing"_L1) ? FakeShimmyModels() : m_models).openAiList()));
    } else if (path == "/api/models") {
        connection.send(fakeShimmyJson(200, m_models.ownList()));
    } else if (path == "/diag") {
        connection.send(fakeShimmyJson(
            200, {{u"os"_s, u"linux"_s}, {u"cores"_s, QThread::idealThreadCount()}, {u"mem_total_mb"_s, 1 << 24}}));
    } else if (path == "/metrics") {
        connection.send(fakeShimmyJson(200, {{u"service"_s, u"shimmy"_s}, {u"version"_s, u"1.8.1"_s}}));
    } else {
        connection.send(fakeShimmyJson(
            200, {{u"loaded"_s, false}, {u"model"_s, nameIn(path, "status")}, {u"status"_s, u"unknown"_s}}));
    }
    return true;
}

bool FakeShimmy::servePost(FakeShimmyConnection &connection, const FakeShimmyRequest &request)
{
    if (request.path == "/api/models/discover") {
        connection.send(fakeShimmyJson(200, m_models.discovery()));
        return true;
    }
    for (const QByteArray action : {"load", "unload"}) {
        const QString name = nameIn(request.path, action);
        if (name.isEmpty())
            continue;
        const QString message = u"Model %1 %2 requested"_s.arg(name, QString::fromLatin1(action));
        connection.send(fakeShimmyJson(200, {{u"message"_s, message}, {u"status"_s, u"pending"_s}}));
        return true;
    }
    serveGeneration(*this, connection, request);
    return true;
}
