#pragma once

#include <QHash>
#include <QList>
#include <QPointer>
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
    /// The same, but after \a body nothing comes any more but what is pushed.
    void hold(const QByteArray &line, const QByteArray &body, const QByteArray &type);
    /// Adds \a bytes to every answer to \a line that is held now.
    void push(const QByteArray &line, const QByteArray &bytes);
    /// Ends every answer to \a line that is held now, as whole.
    void finish(const QByteArray &line);
    /// Breaks off every answer to \a line that is held now.
    void drop(const QByteArray &line);
    /// How many answers to \a line are held now.
    qsizetype held(const QByteArray &line) const;
    /// Takes no connection any more, and breaks off all.
    void goAway();
    /// Takes connections again, at the same address.
    void comeBack();
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
    void reply(QTcpSocket *socket, const QByteArray &line);
    QList<QTcpSocket *> heldSockets(const QByteArray &line) const;

    QTcpServer m_server;
    quint16 m_port = 0;
    QMultiHash<QByteArray, QPointer<QTcpSocket>> m_held;
    QHash<QByteArray, Answer> m_answers;
    QList<ScriptedRequest> m_requests;
};
