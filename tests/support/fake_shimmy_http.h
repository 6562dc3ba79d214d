#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QObject>

class FakeShimmy;
class QTcpSocket;

/// A request as a FakeShimmy's routes see it.
struct FakeShimmyRequest {
    QByteArray method;
    QByteArray path;
    QByteArray contentType; ///< in lower case
    QByteArray body;
};

/// The head of an answer, in the order and with the fields of the real one. \a framing: the field that ends the body.
QByteArray fakeShimmyHead(int status, const QByteArray &type, const QByteArray &framing,
                          const QByteArray &furtherFields = {});
/// A whole answer.
QByteArray fakeShimmyAnswer(int status, const QByteArray &body = {}, const QByteArray &type = {},
                            const QByteArray &furtherFields = {});
QByteArray fakeShimmyJson(int status, const QJsonObject &body);
/// \a bytes as one chunk of a chunked body.
QByteArray chunked(const QByteArray &bytes);

/// One client of a FakeShimmy: reads its requests, one after the other. Goes with its socket.
class FakeShimmyConnection final : public QObject {
public:
    /// Takes \a socket.
    FakeShimmyConnection(QTcpSocket *socket, FakeShimmy &shimmy);

    QTcpSocket &socket() const { return *m_socket; }
    /// Reads on, if there is something to read and the last request has been answered.
    void readOn();
    /// Answers the request that is being served.
    void send(const QByteArray &answer);
    /// Part of an answer.
    void sendPart(const QByteArray &bytes);
    void finishAnswer();
    /// Closes although the client may still be sending, as the real one does with a body over its limit.
    void closeEarly(const QByteArray &answer);

private:
    bool takeRequest(FakeShimmyRequest &request);

    QTcpSocket *m_socket;
    FakeShimmy &m_shimmy;
    QByteArray m_buffer;
    bool m_isHead = false;
    bool m_closes = false;
    bool m_isAnswering = false;
};
