#pragma once

#include "connection/server_connection.h"
#include "scripted_api.h"

#include <QJsonArray>
#include <QJsonObject>

/// A shimmyd that says what it was told to, for the tests of a window. By default it is ready and has nothing.
class ScriptedServer {
public:
    ScriptedServer();

    /// Where it is, as the window knows servers.
    ServerEntry entry() const;
    /// What it answers to anything else: api().answer(…), api().hold(…).
    ScriptedApi &api() { return m_api; }
    /// From now on these are its jobs and models; told to those who listen.
    void setJobs(const QJsonArray &jobs);
    void setModels(const QJsonArray &models);
    void setFacts(const QJsonObject &changes);
    /// One event of the feed.
    void tell(const QByteArray &type, const QJsonObject &content);
    /// The body of the last request that began so ("POST /v1/api/pull"); empty when there was none.
    QJsonObject lastBody(const QByteArray &line) const;
    qsizetype requests(const QByteArray &line) const;

    /// A job and a model as the API tells of them, with \a changes.
    static QJsonObject job(const QString &id, const QJsonObject &changes = {});
    static QJsonObject model(const QString &id, const QJsonObject &changes = {});

private:
    ScriptedApi m_api;
    QJsonObject m_facts;
    int m_events = 0;
};
