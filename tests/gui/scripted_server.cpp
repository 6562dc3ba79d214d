#include "scripted_server.h"

#include "base/json.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace {

constexpr auto feed = "GET /v1/api/events";

QJsonObject with(QJsonObject object, const QJsonObject &changes)
{
    for (auto change = changes.begin(); change != changes.end(); ++change)
        object.insert(change.key(), change.value());
    return object;
}

} // namespace

ScriptedServer::ScriptedServer()
    : m_facts{{u"manager"_s, u"shimmyd 0.1.0"_s},
              {u"shimmy"_s, u"ready"_s},
              {u"shimmy_version"_s, u"1.8.1"_s},
              {u"uptime_seconds"_s, 42},
              {u"models"_s, 0},
              {u"queue_length"_s, 0},
              {u"disk_free_bytes"_s, qint64(78'006'657'024)}}
{
    m_api.hold(feed, "event: relist\nid: a-0\ndata: {}\n\n", "text/event-stream");
    setFacts({});
    setJobs({});
    setModels({});
}

ServerEntry ScriptedServer::entry() const
{
    return {u"Test server"_s, QUrl(m_api.url()), {}, {}, false};
}

void ScriptedServer::setJobs(const QJsonArray &jobs)
{
    m_api.answer("GET /v1/api/downloads", toJson(QJsonObject{{u"downloads"_s, jobs}}));
    m_api.push(feed, "event: relist\nid: a-0\ndata: {}\n\n");
}

void ScriptedServer::setModels(const QJsonArray &models)
{
    m_api.answer("GET /v1/api/models", toJson(QJsonObject{{u"models"_s, models}, {u"total_size"_s, 0}}));
    tell("models", {{u"models"_s, QJsonArray()}});
}

void ScriptedServer::setFacts(const QJsonObject &changes)
{
    m_facts = with(m_facts, changes);
    m_api.answer("GET /", toJson(m_facts));
}

void ScriptedServer::tell(const QByteArray &type, const QJsonObject &content)
{
    m_api.push(feed,
               "event: " + type + "\nid: a-" + QByteArray::number(++m_events) + "\ndata: " + toJson(content) + "\n\n");
}

QJsonObject ScriptedServer::lastBody(const QByteArray &line) const
{
    QJsonObject body;
    for (const ScriptedRequest &request : m_api.requests()) {
        if (request.line == line)
            body = QJsonDocument::fromJson(request.body).object();
    }
    return body;
}

qsizetype ScriptedServer::requests(const QByteArray &line) const
{
    qsizetype count = 0;
    for (const ScriptedRequest &request : m_api.requests())
        count += request.line == line;
    return count;
}

QJsonObject ScriptedServer::job(const QString &id, const QJsonObject &changes)
{
    return with({{u"id"_s, id},
                 {u"model"_s, u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s},
                 {u"filename"_s, u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s},
                 {u"quantization"_s, u"Q4_K_M"_s},
                 {u"revision"_s, u"main"_s},
                 {u"commit"_s, u"11ddd982e51914813b08feda4b4081f3c6e368d8"_s},
                 {u"sha256"_s, u"6f85a640a97cf2bf5b8e764087b1e83da0fdb51d7c9fab7d0fece9385611df83"_s},
                 {u"state"_s, u"downloading"_s},
                 {u"total"_s, 807'694'464},
                 {u"completed"_s, 201'923'616},
                 {u"percent"_s, 25},
                 {u"bytes_per_second"_s, 33'554'432},
                 {u"eta_seconds"_s, 18},
                 {u"priority"_s, 0},
                 {u"position"_s, QJsonValue()},
                 {u"attempts"_s, 0},
                 {u"error"_s, QJsonValue()},
                 {u"last_error"_s, QJsonValue()},
                 {u"created_at"_s, u"2026-11-25T23:51:39.883Z"_s},
                 {u"model_id"_s, QJsonValue()}},
                changes);
}

QJsonObject ScriptedServer::model(const QString &id, const QJsonObject &changes)
{
    return with({{u"id"_s, id},
                 {u"filename"_s, QString(id + u"-Q4_K_M.gguf")},
                 {u"path"_s, QString(u"/models/" + id + u"-Q4_K_M.gguf")},
                 {u"size"_s, 807'694'464},
                 {u"sha256"_s, u"6f85a640a97cf2bf5b8e764087b1e83da0fdb51d7c9fab7d0fece9385611df83"_s},
                 {u"added_at"_s, u"2026-11-25T23:52:39.883Z"_s},
                 {u"last_used"_s, QJsonValue()},
                 {u"pinned"_s, false},
                 {u"state"_s, u"ready"_s},
                 {u"origin"_s, u"pull"_s},
                 {u"source"_s,
                  QJsonObject{{u"repo"_s, QString(u"bartowski/" + id + u"-GGUF")},
                              {u"path"_s, QString(id + u"-Q4_K_M.gguf")},
                              {u"revision"_s, u"main"_s},
                              {u"commit"_s, u"11ddd982e51914813b08feda4b4081f3c6e368d8"_s}}},
                 {u"gguf"_s,
                  QJsonObject{{u"architecture"_s, u"llama"_s},
                              {u"name"_s, id},
                              {u"size_label"_s, u"1B"_s},
                              {u"context_length"_s, 131'072},
                              {u"block_count"_s, 16},
                              {u"parameters"_s, 1'235'814'432},
                              {u"quantization"_s, u"Q4_K_M"_s},
                              {u"bits_per_weight"_s, 5.2},
                              {u"chat_template"_s, true}}},
                 {u"memory"_s,
                  QJsonObject{{u"weights"_s, 807'694'464},
                              {u"context"_s, 134'217'728},
                              {u"total"_s, 1'241'912'192},
                              {u"available"_s, qint64(25'769'803'776)},
                              {u"fits"_s, true}}},
                 {u"update_available"_s, QJsonValue()}},
                changes);
}
