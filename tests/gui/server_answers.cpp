#include "server_answers.h"

#include "base/json.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

QByteArray ServerAnswers::shimmy()
{
    return R"({"state":"ready","trouble":null,"program":"/usr/lib/shimmy-manager/shimmy","version":"1.8.1",
        "restarts":1,"switches":3,
        "instances":[
          {"slot":0,"role":"current","state":"busy","pid":4711,"port":8081,"generations":1,"resident_bytes":1610612736,
           "started_at":"2026-11-25T23:51:39.883Z","models":["Llama-3.2-1B-Instruct","gemma-3-270m-it"],
           "last_lines":["loaded 2 models","listening on 127.0.0.1:8081"]},
          {"slot":0,"role":"old","state":"draining","pid":4699,"port":8083,"generations":1,"resident_bytes":805306368,
           "started_at":"2026-11-25T22:10:00.000Z","models":["Llama-3.2-1B-Instruct"],"last_lines":[]},
          {"slot":1,"role":"current","state":"ready","pid":4712,"port":8082,"generations":0,"resident_bytes":20971520,
           "started_at":"2026-11-25T23:51:40.000Z","models":["Llama-3.2-1B-Instruct","gemma-3-270m-it"],
           "last_lines":[]}],
        "recent_switches":[{"at":"2026-11-25T23:51:40.100Z","seconds":0.42,"error":null},
          {"at":"2026-11-25T21:00:00.000Z","seconds":30,"error":{"code":"shimmy_failed",
           "message":"Shimmy did not list broken-model within 30 s","hint":"verify the model, or delete it"}}],
        "recent_deaths":[{"at":"2026-11-25T22:09:58.000Z","slot":0,"reason":"killed by signal 9"}],
        "queue":{"waiting":3,"limit":64,"generations":2,"wait_seconds":40,"admitted":120,"refused":0,"displaced":0,
          "expired":1,"left":2,"clients":[{"client":"web-frontend","waiting":2},{"client":"192.168.1.20","waiting":1}]}})";
}

QByteArray ServerAnswers::failedShimmy()
{
    return R"({"state":"failed","trouble":"Shimmy has died 5 times in a minute and was given up","program":"/opt/shimmy",
        "version":null,"restarts":5,"switches":0,"instances":[],"recent_switches":[],
        "recent_deaths":[{"at":"2026-11-25T22:10:04.000Z","slot":0,"reason":"exit status 127"},
          {"at":"2026-11-25T22:10:02.000Z","slot":0,"reason":"exit status 127"}],
        "queue":{"waiting":0,"limit":64,"generations":0,"wait_seconds":0,"admitted":0,"refused":0,"displaced":0,
          "expired":0,"left":0,"clients":[]}})";
}

QByteArray ServerAnswers::examination()
{
    return R"({"status":"fail","seconds":2.3,"checks":[
        {"name":"dns","status":"ok","seen":"huggingface.co is 13.35.7.50","remedy":"","seconds":0.1},
        {"name":"proxy","status":"skipped","seen":"no proxy is set for the Hub","remedy":"","seconds":0},
        {"name":"ca","status":"ok","seen":"the certificate of huggingface.co is trusted, until 2027-03-01T00:00:00Z",
         "remedy":"","seconds":0.3},
        {"name":"token","status":"fail","seen":"the Hub does not know the token that was given",
         "remedy":"make a new one at https://huggingface.co/settings/tokens and set it","seconds":0.4},
        {"name":"disk","status":"warn","seen":"4.1 GB of 500 GB are free in /home/ada/.local/share/models",
         "remedy":"delete models that are not used any more, or choose a folder on a larger disk","seconds":0.1},
        {"name":"shimmy","status":"ok","seen":"1 instance is ready","remedy":"","seconds":0},
        {"name":"generation","status":"ok","seen":"gemma-3-270m-it answered after 0.8 s","remedy":"","seconds":0.8}]})";
}

QByteArray ServerAnswers::logLine(const char *level, const char *category, const QByteArray &message)
{
    return toJson({{u"time"_s, u"2026-11-25T23:51:39.883Z"_s},
                   {u"level"_s, QString::fromLatin1(level)},
                   {u"category"_s, QString::fromLatin1(category)},
                   {u"message"_s, QString::fromUtf8(message)}})
        + '\n';
}

QByteArray ServerAnswers::log()
{
    return logLine("info", "service", "listening on 127.0.0.1:8080")
        + logLine("debug", "http", "GET /v1/api/events from 127.0.0.1")
        + logLine("info", "shimmy", "instance 1 is ready on port 8081, with 2 models")
        + logLine("info", "audit", "127.0.0.1 pulls bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M")
        + logLine("warning", "download",
                  "a connection to the Hub's file server broke after 201923616 bytes; it is tried again")
        + logLine("info", "download", "Llama-3.2-1B-Instruct-Q4_K_M.gguf is complete after 24.3 s")
        + logLine("error", "shimmy", "instance 1 was killed by signal 9 (SIGKILL); a new one is being started");
}

QByteArray ServerAnswers::files(const QString &repo, qint64 bytes, bool fits, const QString &installedAs)
{
    const QString name = repo.section(u'/', 1).remove(u"-GGUF"_s) + u"-Q4_K_M.gguf"_s;
    const QJsonValue installed = installedAs.isEmpty() ? QJsonValue() : QJsonObject{{u"id"_s, installedAs}};
    return toJson({{u"model"_s, repo},
                   {u"memory_limit"_s, qint64(25'769'803'776)},
                   {u"reason"_s, u"the best that fits"_s},
                   {u"files"_s,
                    QJsonArray{QJsonObject{{u"filename"_s, name},
                                           {u"kind"_s, u"model"_s},
                                           {u"size"_s, bytes},
                                           {u"quantization"_s, u"Q4_K_M"_s},
                                           {u"needed_memory"_s, bytes + bytes / 10 + 300'000'000},
                                           {u"fits"_s, fits},
                                           {u"recommended"_s, true},
                                           {u"installed"_s, installed}}}}});
}

QByteArray ServerAnswers::filesLine(const QString &repo)
{
    return "GET /v1/api/files?model=" + repo.toUtf8().replace('/', "%2F");
}

QByteArray ServerAnswers::account(const QByteArray &name)
{
    return R"({"hub":"https://huggingface.co","name":")" + name
        + R"(","type":"user","fullname":null,"orgs":[],"token":{"source":"X-HF-Token","name":"desk","role":"read"}})";
}

QByteArray ServerAnswers::error(const QByteArray &code, const QByteArray &message, const QByteArray &hint)
{
    return R"({"error":{"code":")" + code + R"(","message":")" + message + R"(","hint":")" + hint + R"("}})";
}
