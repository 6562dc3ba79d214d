#pragma once

#include <QObject>
#include <QPointer>

class QTcpSocket;
class ShimmyConnections;

/// One POST to a Shimmy on this machine, and its answer as it comes.
/// On a socket, because QNetworkAccessManager hands each request to another thread and back, which costs more than all
/// the rest of a short generation (docs/operations.md).
class ShimmyCall final : public QObject {
    Q_OBJECT

public:
    /// Calls at once. \a body is JSON; \a connections must outlive it.
    ShimmyCall(ShimmyConnections &connections, quint16 port, const QByteArray &path, const QByteArray &body,
               QObject *parent = nullptr);
    /// Ends the connection. Allowed in a slot of readyRead() and finished().
    ~ShimmyCall() override;

    /// 0 before the head of the answer has come, and when what came is none.
    int status() const { return m_status; }
    /// What has come of the body, without its framing.
    const QByteArray &body() const { return m_body; }
    QByteArray takeBody() { return std::exchange(m_body, {}); }
    /// The answer has ended, or the connection has.
    bool isFinished() const { return m_state == State::Finished; }
    /// True: leaves what comes to the network, which then slows Shimmy down, and signals nothing.
    void setPaused(bool paused);
    /// Ends the connection; finished() follows unless it was emitted before.
    void abort();

Q_SIGNALS:
    void readyRead();
    /// Once. With what body() has it is all that comes.
    void finished();

private:
    enum class State { Head, Size, Chunk, ChunkEnd, Counted, UntilClosed, Finished };

    void send(const QByteArray &request);
    void pump();
    void decode();
    bool decodeOne();
    bool takeHead();
    bool takeSize();
    bool takeLine(QByteArray &line);
    bool takeBytes(State next);
    bool end();
    void giveBack();

    ShimmyConnections &m_connections;
    const quint16 m_port;
    QPointer<QTcpSocket> m_socket; ///< ours until the answer has been read to its end
    QByteArray m_raw; ///< from m_at on not yet decoded
    qsizetype m_at = 0;
    QByteArray m_body;
    qint64 m_left = 0; ///< of the chunk, or of the counted body
    int m_status = 0;
    State m_state = State::Head;
    bool m_paused = false;
    bool m_isReusable = false;
    bool m_saidFinished = false;
};
