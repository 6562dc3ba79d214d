#include "api/tagged_answer.h"

#include "base/json.h"
#include "base/sha256.h"

void sendTagged(Exchange &exchange, const QJsonObject &body, std::chrono::milliseconds waited)
{
    sendTagged(exchange, toJson(body), waited);
}

void sendTagged(Exchange &exchange, const QByteArray &json, std::chrono::milliseconds waited)
{
    const QByteArray etag = '"' + sha256Of(json).toHex().left(32).toLatin1() + '"';
    HttpFields fields{{"ETag", etag}, {"Cache-Control", "private, no-cache"}, {"Vary", "X-HF-Token"}};
    if (waited.count() > 0)
        fields.emplaceBack("X-Hub-Waited", QByteArray::number(qint64((waited.count() + 999) / 1000)));
    if (isNoneMatch(exchange.request().field("if-none-match"), etag))
        return exchange.send(304, std::move(fields), {});
    fields.emplaceBack("Content-Type", "application/json");
    exchange.send(200, std::move(fields), json);
}

bool isNoneMatch(const QByteArray &field, const QByteArray &etag)
{
    if (field.trimmed() == "*")
        return true;
    for (QByteArray member : field.split(',')) {
        member = member.trimmed();
        if (member.startsWith("W/"))
            member.remove(0, 2);
        if (member == etag)
            return true;
    }
    return false;
}
