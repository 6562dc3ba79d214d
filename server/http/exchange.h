#pragma once

#include "http/http_request.h"

#include <QObject>
#include <QPointer>

#include <chrono>
#include <functional>
#include <memory>

class Exchange;
class FileSender;
class GuardedSocket;
struct AnswerHead;
/// Whoever still has something to answer holds one. The last holder's release of an unanswered exchange sends 500.
using ExchangePtr = std::shared_ptr<Exchange>;
/// Sees each exchange once, when nothing more will happen with it.
using ExchangeObserver = std::function<void(const Exchange &)>;

/// One request and its answer. Lives on the server's thread. The client may go at any time: every call is
/// then harmless, and aborted() has been emitted once.
///
/// An answer says its X-Request-Id unless a field of it does, and Content-Type: application/json if it has a body and
/// names no type. How it is framed is ours: Connection, Content-Length and Transfer-Encoding among the fields are
/// left out.
class Exchange : public QObject, public std::enable_shared_from_this<Exchange> {
    Q_OBJECT

public:
    ~Exchange() override;

    const HttpRequest &request() const;
    /// False once the client has gone or the answer is complete.
    bool isOpen() const;

    /// Adds a field to the answer whenever it is sent (X-Request-Id and the like). Before send() or begin().
    void setField(QByteArray name, QByteArray value);

    /// Answers completely. HEAD gets the head alone. CR and LF in field values are never sent.
    void send(int status, HttpFields fields, QByteArrayView body);
    /// Answers with \a bytes of the open \a file from \a offset, which are not held in memory and do not pass this
    /// thread. The descriptor is duplicated. The exchange lives until they are sent or the client has gone.
    void sendFile(int status, HttpFields fields, int file, qint64 offset, qint64 bytes);
    /// Begins an answer of unknown length: chunked for HTTP/1.1, ended by close for 1.0. For HEAD, and for a status
    /// without a body, the answer is then complete: isOpen() is false and write() does nothing.
    void begin(int status, HttpFields fields);
    /// Sends \a bytes of a begun answer. False: above the high-water mark, wait for drained() before the next write;
    /// or no longer open. A client whose backlog has passed HttpLimits::maxBacklogBytes is dropped by the next write.
    bool write(QByteArrayView bytes);
    /// Ends a begun answer.
    void end();
    /// Breaks a begun answer off, so that the client can tell it is not complete.
    void abort();
    /// Bytes accepted by write() and not yet taken by the system.
    qint64 backlog() const;

    // What observers want to know.
    /// The pattern of the route that took the request; empty when none did. \a isProbe: it comes every few seconds and
    /// says little.
    void setRoute(const QByteArray &pattern, bool isProbe)
    {
        m_route = pattern;
        m_isProbe = isProbe;
    }
    const QByteArray &route() const { return m_route; }
    bool isProbe() const { return m_isProbe; }
    /// Who asks: the name of a key; empty when there was none.
    void setCaller(const QByteArray &name) { m_caller = name; }
    const QByteArray &caller() const { return m_caller; }
    /// Of the answer; 0 when none was begun.
    int status() const { return m_status; }
    /// Of the answer's body, as far as it was written.
    qint64 bodyBytes() const { return m_bodyBytes; }
    /// The answer did not come to its end: the client left, or it was broken off.
    bool wasCutOff() const { return m_wasCutOff; }
    /// Since the request was complete.
    std::chrono::nanoseconds age() const { return std::chrono::steady_clock::now() - m_since; }

Q_SIGNALS:
    /// The client went away before the answer was complete.
    void aborted();
    /// Nothing more will happen: the answer is complete or broken off, or the client has gone. Once.
    void ended();
    /// The backlog fell below half the high-water mark after write() returned false.
    void drained();

private:
    friend class HttpServer;
    enum class State { Unanswered, Begun, SendingFile, Done };

    Exchange(GuardedSocket &socket, const QByteArray &body, FileSender &files,
             std::shared_ptr<const ExchangeObserver> observer);
    AnswerHead answerHead(int status, HttpFields &&fields) const;
    void finish();
    void passFile();
    void close(bool cutOff);
    void onClientGone();
    void onBytesWritten();

    HttpRequest m_request;
    HttpFields m_fields; ///< set before the answer
    QPointer<GuardedSocket> m_socket;
    FileSender &m_files;
    std::function<void()> m_whenFlushed; ///< the head of a file's answer is on its way
    const std::shared_ptr<const ExchangeObserver> m_observer; ///< shared, because an exchange may outlive the server
    const std::chrono::steady_clock::time_point m_since = std::chrono::steady_clock::now();
    QByteArray m_route;
    QByteArray m_caller;
    qint64 m_bodyBytes = 0;
    int m_status = 0;
    State m_state = State::Unanswered;
    int m_minorVersion; ///< of the request
    bool m_isProbe = false;
    bool m_wasCutOff = false;
    bool m_isFull = false; ///< write() answered false, drained() is due
};
