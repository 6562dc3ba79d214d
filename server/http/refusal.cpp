#include "http/refusal.h"

#include "base/json.h"

using namespace Qt::StringLiterals;

QByteArray Refusal::toJson() const
{
    return ::toJson(
        QJsonObject{{u"error"_s, QJsonObject{{u"code"_s, code}, {u"message"_s, message}, {u"hint"_s, hint}}}});
}
