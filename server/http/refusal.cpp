#include "http/refusal.h"

#include "base/json.h"

using namespace Qt::StringLiterals;

QByteArray Refusal::toJson() const
{
    QJsonObject error{{u"code"_s, code}, {u"message"_s, message}};
    if (!hint.isEmpty())
        error.insert(u"hint"_s, hint);
    return ::toJson(QJsonObject{{u"error"_s, error}});
}
