#pragma once

#include <QHash>
#include <QList>
#include <QTcpServer>

#include <memory>

class QTcpSocket;

struct ScriptedRequest {
    QByteArray line; ///< "GET /path?query"
    QHash<QByteArray, QByteArray> fields; ///< names in lower case
    QByteArray body;
};

/// Answers HTTP requests as it was told to, for the tests of a client. Lives on its thread's event loop.
class ScriptedApi {
public:
    ScriptedApi();

    QString url() const;
    /// From now on \a line ("GET /path?query") is answered so.
    void answer(const QByteArray &line, const QByteArray &body, int status = 200,
                const QByteArray &type = "application/json");
    /// The same, but the answer breaks off after \a body.
    void breakOff(const QByteArray &line, const QByteArray &body, const QByteArray &type);
    /// The same, but after \a body nothing comes any more.
    void hold(const QByteArray &line, const QByteArray &body, const QByteArray &type);
    const QList<ScriptedRequest> &requests() const { return m_requests; }

private:
    enum class End { Whole, BrokenOff, Held };
    struct Answer {
        QByteArray body;
        int status;
        QByteArray type;
        End end;
    };
    void read(QTcpSocket *socket);
    void reply(QTcpSocket *socket, const QByteArray &line) const;

    QTcpServer m_server;
    QHash<QByteArray, Answer> m_answers;
    QList<ScriptedRequest> m_requests;
};
