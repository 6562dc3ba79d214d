#pragma once

#include "client/api_client.h"
#include "client/limits.h"
#include "client/service_facts.h"
#include "connection/server_entry.h"

#include <QTimer>

class JobList;
class ModelList;

/// The server that the window shows, what it has and whether it is there. Views live as long as this; the server behind
/// it may change. Lives on the window's thread, never blocks.
///
/// One event feed keeps the lists up to date. When it breaks the state is Lost, and the connection is tried again,
/// first at once, then after a while that grows to 15 s; when it is back the lists are asked for anew.
class ServerConnection final : public QObject {
    Q_OBJECT

public:
    enum class State {
        Idle, ///< no server was named
        Connecting, ///< for the first time
        Connected,
        Lost, ///< it was or will be there: tried again by itself
        Refused, ///< it is there and does not want us (a key, a host name): tried again by connectTo() only
    };
    Q_ENUM(State)

    explicit ServerConnection(QObject *parent = nullptr);
    ~ServerConnection() override;

    /// Leaves the former server and takes this one. Answers of the former one never arrive.
    void connectTo(const ServerEntry &server);
    /// Leaves it without another. \a reason is shown where the server's things would be.
    void leave(const Error &reason);
    /// The current one is about to go away and come back by moveTo(): it is Lost until then, and not tried.
    void await(const Error &reason);
    /// The current one is at \a url now, or wants \a apiKey. What is known of it stays, and what it is still answering
    /// comes.
    void moveTo(const QUrl &url, const Secret &apiKey);
    /// Tries a lost or refusing one again at once.
    void retry();

    State state() const { return m_state; }
    /// Why it is Lost or Refused, or was left.
    const Error &trouble() const { return m_trouble; }
    const ServerEntry &server() const { return m_server; }
    /// The client of the current server; without one every call fails. The reference is valid until serverChanged().
    ApiClient &api() { return *m_api; }
    JobList &jobs() { return *m_jobs; }
    ModelList &models() { return *m_models; }
    /// As of the last factsChanged().
    const ServiceFacts &facts() const { return m_facts; }
    /// As of the last shimmyChanged().
    const ShimmyNews &shimmy() const { return m_shimmy; }
    /// As of the last limitsChanged().
    const Limits &limits() const { return m_limits; }

    /// Has the server take them. \a refused gets why it did not; limitsChanged() tells that it did.
    void setLimits(const Limits &limits, QObject *context, std::function<void(const Error &)> refused);

    /// Begins, or attaches to, a pull. The callback gets its first event, or why the server did not take it; the job
    /// then goes on by itself and shows in jobs().
    void startPull(const PullOrder &order, QObject *context, std::function<void(Result<PullEvent>)> callback);

Q_SIGNALS:
    void stateChanged(ServerConnection::State state);
    /// Another server, or the same one again after it was lost: whatever was known may be wrong.
    void serverChanged();
    void factsChanged(const ServiceFacts &facts);
    void shimmyChanged(const ShimmyNews &news);
    void limitsChanged(const Limits &limits);

private:
    void open();
    void close();
    void take(const QJsonObject &event);
    void hear();
    void lose(const Error &error);
    void askAgain();
    void askForFacts();
    void takeLimits(const Limits &limits);
    void setState(State state);

    ServerEntry m_server;
    State m_state = State::Idle;
    Error m_trouble;
    std::unique_ptr<ApiClient> m_api;
    std::unique_ptr<ApiStream> m_feed;
    JobList *const m_jobs;
    ModelList *const m_models;
    ServiceFacts m_facts;
    ShimmyNews m_shimmy;
    Limits m_limits;
    QTimer m_retry;
    QTimer m_silence; ///< a feed says something every 12 s
    QTimer m_factsDue; ///< free disk and waiting generations are in no feed
    int m_failures = 0;
};
