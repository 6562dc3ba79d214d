// A stand-in for Shimmy 1.8.1, as far as a supervisor and a proxy meet it, that misbehaves on command.
// Started as Shimmy is; reads its faults from fake-shimmy.json beside the name it was started by:
//
//   exitAtStart: CODE       prints a line and ends           abortInGeneration: true   dies by SIGABRT
//   startDelayMs: N         binds that late                  tokenDelayMs: N           between streamed tokens
//   neverHealthy: true      answers 503                      ignoreTerm: true          SIGTERM does nothing
//   hangAfterMs: N          then answers nothing any more    listNothing: true         an empty model list
//   garbage: true           answers what is no HTTP          diesAfterMs: N            ends then, exit 7
//   leavesZombies: N        children that nobody waits for

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <unistd.h>

#include <csignal>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

const QList<QByteArray> tokens{" Hello", ", ", "world", "!!"};

QJsonObject readFaults(const char *startedAs)
{
    QFile file(QFileInfo(QFile::decodeName(startedAs)).dir().filePath(u"fake-shimmy.json"_s));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

QStringList modelIds()
{
    QStringList ids;
    for (const QString &directory : qEnvironmentVariable("SHIMMY_MODEL_PATHS").split(u';', Qt::SkipEmptyParts)) {
        for (const QString &name : QDir(directory).entryList({u"*.gguf"_s}, QDir::Files))
            ids += QFileInfo(name).completeBaseName().toLower().replace(u'_', u'-').replace(u' ', u'-');
    }
    ids += u"phi3-lora"_s; // the ghost
    ids.sort();
    return ids;
}

QByteArray head(int status, const QByteArray &type, const QByteArray &framing)
{
    const QByteArray reason = status == 200 ? "OK"
        : status == 404                     ? "Not Found"
        : status == 405                     ? "Method Not Allowed"
                                            : "Error";
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + reason
        + "\r\naccess-control-allow-origin: *\r\naccess-control-allow-methods: GET, POST, OPTIONS\r\n"
          "access-control-allow-headers: Content-Type, Authorization\r\naccess-control-max-age: 86400\r\n"
        + (type.isEmpty() ? QByteArray() : QByteArray("content-type: " + type + "\r\n")) + framing + "\r\n\r\n";
}

QByteArray whole(int status, const QByteArray &body = {}, const QByteArray &type = "application/json")
{
    return head(status, body.isEmpty() ? QByteArray() : type, "content-length: " + QByteArray::number(body.size()))
        + body;
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

class FakeShimmy final : public QObject {
public:
    explicit FakeShimmy(QJsonObject faults)
        : m_faults(std::move(faults))
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection()) {
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
            }
        });
        if (const int after = m_faults.value("hangAfterMs"_L1).toInt(-1); after >= 0)
            QTimer::singleShot(after, this, [this] { m_hangs = true; });
        if (const int after = m_faults.value("diesAfterMs"_L1).toInt(-1); after >= 0)
            QTimer::singleShot(after, this, [] { ::_exit(7); });
    }

    bool listen(quint16 port) { return m_server.listen(QHostAddress::LocalHost, port); }

private:
    void read(QTcpSocket *socket)
    {
        if (m_hangs)
            return;
        QByteArray request = socket->property("request").toByteArray() + socket->readAll();
        socket->setProperty("request", request);
        const qsizetype end = request.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QByteArray lower = request.first(end).toLower();
        const qsizetype length = lower.indexOf("content-length:");
        const qsizetype bodyBytes =
            length < 0 ? 0 : lower.mid(length + 15, lower.indexOf('\r', length) - length - 15).trimmed().toInt();
        if (request.size() < end + 4 + bodyBytes)
            return;
        socket->setProperty("request", request.mid(end + 4 + bodyBytes));
        answer(socket, request.left(request.indexOf(' ')), request.split(' ').value(1),
               request.mid(end + 4, bodyBytes));
    }

    void answer(QTcpSocket *socket, const QByteArray &method, const QByteArray &path, const QByteArray &body)
    {
        if (m_faults.value("garbage"_L1).toBool()) {
            socket->write(QByteArray(100'000, '\x01'));
            return socket->disconnectFromHost();
        }
        if (method == "OPTIONS") {
            socket->write(whole(200));
        } else if (path == "/health") {
            if (m_faults.value("neverHealthy"_L1).toBool()) {
                socket->write(whole(503));
                return;
            }
            socket->write(
                whole(200, json({{u"status"_s, u"ok"_s}, {u"service"_s, u"shimmy"_s}, {u"version"_s, u"1.8.1"_s}})));
        } else if (path == "/v1/models") {
            QJsonArray data;
            for (const QString &id : m_faults.value("listNothing"_L1).toBool() ? QStringList() : modelIds())
                data.append(QJsonObject{{u"id"_s, id}, {u"object"_s, u"model"_s}, {u"owned_by"_s, u"shimmy"_s}});
            socket->write(whole(200, json({{u"object"_s, u"list"_s}, {u"data"_s, data}})));
        } else if (path == "/api/generate" && method == "POST") {
            generate(socket, QJsonDocument::fromJson(body).object());
        } else if (path == "/api/generate") {
            socket->write(whole(405));
        } else {
            socket->write(whole(404));
        }
    }

    void generate(QTcpSocket *socket, const QJsonObject &order)
    {
        if (m_faults.value("abortInGeneration"_L1).toBool()) {
            std::fputs("GGML_ASSERT(n_tokens_all <= cparams.n_batch) failed\n", stderr);
            std::abort();
        }
        if (!modelIds().contains(order.value("model"_L1).toString()))
            return void(socket->write(whole(404)));
        if (!order.value("stream"_L1).toBool(true)) // omitted means streamed, as in the real one
            return void(socket->write(whole(200, json({{u"response"_s, QString::fromUtf8(tokens.join())}}))));
        socket->write(head(200, "text/event-stream", "transfer-encoding: chunked"));
        sendToken(socket, 0);
    }

    void sendToken(QTcpSocket *socket, qsizetype number)
    {
        if (number == tokens.size()) {
            socket->write(chunk("data: [DONE]\n\n") + "0\r\n\r\n");
            return;
        }
        socket->write(chunk("data: " + tokens[number] + "\n\n"));
        QTimer::singleShot(m_faults.value("tokenDelayMs"_L1).toInt(0), socket,
                           [this, socket, number] { sendToken(socket, number + 1); });
    }

    const QJsonObject m_faults;
    QTcpServer m_server;
    bool m_hangs = false;
};

} // namespace

int main(int argc, char **argv)
{
    const QJsonObject faults = readFaults(argv[0]);
    if (const int code = faults.value("exitAtStart"_L1).toInt(-1); code >= 0) {
        std::fputs("Error: it was told to fail\n", stderr);
        return code;
    }
    if (faults.value("ignoreTerm"_L1).toBool())
        ::signal(SIGTERM, SIG_IGN);
    for (int i = 0; i < faults.value("leavesZombies"_L1).toInt(); ++i) {
        if (::fork() == 0)
            ::_exit(0);
    }
    QCoreApplication application(argc, argv);
    const QString bind = application.arguments().value(application.arguments().indexOf(u"--bind"_s) + 1);
    const quint16 port = bind.section(u':', 1).toUShort();
    std::puts("✅ Ready"); // before it binds, as the real one
    std::fflush(stdout);
    FakeShimmy shimmy(faults);
    QTimer::singleShot(faults.value("startDelayMs"_L1).toInt(0), &shimmy, [&shimmy, port] {
        if (shimmy.listen(port))
            return;
        std::fputs("Error: Address already in use (os error 98)\n", stderr);
        QCoreApplication::exit(1);
    });
    return QCoreApplication::exec();
}
