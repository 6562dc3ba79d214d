#include "scripted_api.h"

#include <QTcpSocket>

using namespace Qt::StringLiterals;

namespace {

QByteArray chunk(const QByteArray &bytes)
{
    return bytes.isEmpty() ? bytes : QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

} // namespace

ScriptedApi::ScriptedApi()
{
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("cannot listen");
    m_port = m_server.serverPort();
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            QObject::connect(socket, &QTcpSocket::readyRead, &m_server, [this, socket] { read(socket); });
        }
    });
}

QString ScriptedApi::url() const
{
    return u"http://127.0.0.1:%1"_s.arg(m_port);
}

void ScriptedApi::answer(const QByteArray &line, const QByteArray &body, int status, const QByteArray &type)
{
    m_answers.insert(line, {body, status, type, End::Whole});
}

void ScriptedApi::breakOff(const QByteArray &line, const QByteArray &body, const QByteArray &type)
{
    m_answers.insert(line, {body, 200, type, End::BrokenOff});
}

void ScriptedApi::hold(const QByteArray &line, const QByteArray &body, const QByteArray &type)
{
    m_answers.insert(line, {body, 200, type, End::Held});
}

QList<QTcpSocket *> ScriptedApi::heldSockets(const QByteArray &line) const
{
    QList<QTcpSocket *> sockets;
    for (const QPointer<QTcpSocket> &socket : m_held.values(line)) {
        if (socket && socket->state() == QAbstractSocket::ConnectedState)
            sockets += socket;
    }
    return sockets;
}

void ScriptedApi::push(const QByteArray &line, const QByteArray &bytes)
{
    for (QTcpSocket *socket : heldSockets(line))
        socket->write(chunk(bytes));
}

void ScriptedApi::finish(const QByteArray &line)
{
    for (QTcpSocket *socket : heldSockets(line)) {
        socket->write("0\r\n\r\n");
        socket->disconnectFromHost();
    }
}

void ScriptedApi::drop(const QByteArray &line)
{
    for (QTcpSocket *socket : heldSockets(line))
        socket->disconnectFromHost();
}

qsizetype ScriptedApi::held(const QByteArray &line) const
{
    return heldSockets(line).size();
}

void ScriptedApi::goAway()
{
    m_server.close();
    const QList<QByteArray> lines = m_held.keys();
    for (const QByteArray &line : lines)
        drop(line);
}

void ScriptedApi::comeBack()
{
    if (!m_server.listen(QHostAddress::LocalHost, m_port))
        qFatal("cannot listen again");
}

void ScriptedApi::read(QTcpSocket *socket)
{
    const QByteArray all = socket->peek(1 << 20);
    const qsizetype headEnd = all.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return;
    ScriptedRequest request;
    const QList<QByteArray> lines = all.left(headEnd).split('\n');
    request.line = lines.first().trimmed();
    request.line.chop(qstrlen(" HTTP/1.1"));
    for (const QByteArray &line : lines.mid(1))
        request.fields.insert(line.left(line.indexOf(':')).toLower(), line.mid(line.indexOf(':') + 1).trimmed());
    const qsizetype bodyBytes = request.fields.value("content-length").toLongLong();
    if (all.size() < headEnd + 4 + bodyBytes)
        return;
    request.body = all.mid(headEnd + 4, bodyBytes);
    socket->read(headEnd + 4 + bodyBytes);
    m_requests += request;
    reply(socket, request.line);
}

void ScriptedApi::reply(QTcpSocket *socket, const QByteArray &line)
{
    const Answer nothing{R"({"error":{"code":"model_not_found","message":"no such thing","hint":""}})", 404,
                         "application/json", End::Whole};
    const Answer answer = m_answers.value(line, nothing);
    constexpr qsizetype missing = 1 << 30;
    const qsizetype announced = answer.body.size() + (answer.end == End::Whole ? 0 : missing);
    const bool isHeld = answer.end == End::Held;
    const QByteArray framing =
        isHeld ? QByteArray("Transfer-Encoding: chunked") : "Content-Length: " + QByteArray::number(announced);
    socket->write("HTTP/1.1 " + QByteArray::number(answer.status) + " Scripted\r\nContent-Type: " + answer.type + "\r\n"
                  + framing + "\r\nConnection: close\r\n\r\n" + (isHeld ? chunk(answer.body) : answer.body));
    if (isHeld)
        m_held.insert(line, socket);
    else
        socket->disconnectFromHost();
}
