#pragma once

#include "http/body_budget.h"
#include "http/head_parser.h"

#include <QDeadlineTimer>
#include <QTcpSocket>

#include <memory>

/// A client's connection that Qt's HTTP server reads too, but only what has been checked here. Its readyRead slot runs
/// before Qt's: it follows the framing of every request of the connection, keeps the limits and deadlines, and on a
/// violation answers, cuts Qt off and closes. Lives on the server's thread.
class GuardedSocket final : public QTcpSocket {
    Q_OBJECT

public:
    enum class Phase {
        Idle, ///< between requests
        Head, ///< a head has begun
        Body, ///< its body is coming
        Answering, ///< the request is complete, its answer is not
        Closing, ///< all was said: sends what is left, reads and drops the rest, then closes
    };

    /// \a limits and \a bodies must outlive the socket.
    GuardedSocket(const HttpLimits &limits, BodyBudget &bodies, QObject *parent);
    ~GuardedSocket() override;

    Phase phase() const { return m_phase; }
    /// Of the request that is being read or answered.
    const HttpHead &head() const { return m_parser.head(); }
    const HttpLimits &limits() const { return m_limits; }
    /// Whether the connection ends with the answer in progress.
    bool closesAfterAnswer() const { return m_closesAfterAnswer || !head().keepAlive; }
    void closeAfterAnswer() { m_closesAfterAnswer = true; }

    /// Keeps \a pause, which stops Qt's parser while it lives, until the answer is finished or the client gone.
    void holdParser(std::shared_ptr<void> pause);
    /// Writes a part of the answer.
    void sendBytes(QByteArrayView bytes);
    /// The answer has been written: on to the next request, or to the close.
    void finishAnswer();
    /// Answers \a refusal and closes.
    void refuse(const Refusal &refusal);
    /// Sends what is pending, half-closes, and reads on for a while: a close with unread bytes would be a reset, which
    /// can take the answer from a client that is still sending.
    void lingerClose();
    /// Closes so that the peer sees an error even where an end of file would look complete.
    void breakOff();
    /// Acts on what has expired. Called a few times a second.
    void checkDeadlines();

Q_SIGNALS:
    /// A request that Qt must not see, because it would answer or hijack it itself, or wait for its body.
    void requestBypassedQt();
    /// refuse() has answered \a status.
    void refused(int status);

private:
    void onReadyRead();
    void onBytesWritten();
    void onDisconnected();
    void readHead();
    void takeHead();
    void bypassQt();
    void awaitBody();
    void countBody();
    bool affordBody(qint64 bytes);
    void dropPipelined();
    void checkBodyRate();
    void cutQtOff();
    void discardInput();
    void halfClose();
    qint64 maxBodyBytes() const;

    const HttpLimits &m_limits;
    HeadParser m_parser;
    BodyBudget::Share m_share; ///< of the request's body
    Phase m_phase = Phase::Idle;
    qint64 m_bodyLeft = 0;
    qint64 m_bodyLeftAtCheck = 0;
    bool m_closesAfterAnswer = false;
    QDeadlineTimer m_deadline; ///< of the phase
    QDeadlineTimer m_stuck; ///< moved on by every byte the system takes
    std::shared_ptr<void> m_parserPause;
};
