#include "client/service_facts.h"

using namespace Qt::StringLiterals;

ServiceFacts ServiceFacts::fromJson(const QJsonObject &json)
{
    ServiceFacts facts;
    facts.manager = json.value("manager"_L1).toString();
    facts.shimmyState = json.value("shimmy"_L1).toString();
    facts.shimmyVersion = json.value("shimmy_version"_L1).toString();
    facts.uptimeSeconds = json.value("uptime_seconds"_L1).toInteger();
    facts.models = json.value("models"_L1).toInt();
    facts.waitingGenerations = json.value("queue_length"_L1).toInt();
    if (const QJsonValue free = json.value("disk_free_bytes"_L1); free.isDouble())
        facts.freeDiskBytes = free.toInteger();
    return facts;
}

ShimmyNews ShimmyNews::fromJson(const QJsonObject &json)
{
    ShimmyNews news;
    news.state = json.value("state"_L1).toString();
    news.trouble = json.value("trouble"_L1).toString();
    news.restarts = json.value("restarts"_L1).toInt();
    news.switches = json.value("switches"_L1).toInt();
    return news;
}
