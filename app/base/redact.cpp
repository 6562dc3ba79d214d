#include "base/redact.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

QString redacted(QString text)
{
    static const QRegularExpression hubToken(u"\\b(hf_|api_org_)[A-Za-z0-9]{4,}"_s);
    static const QRegularExpression ourKey(u"\\bshm_[A-Za-z0-9_-]{4,}"_s);
    static const QRegularExpression bearer(u"\\b(Bearer|Basic)\\s+[^\\s\"',;]+"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression query(u"(https?://[^\\s\"'?]+)\\?[^\\s\"']*"_s);
    text.replace(hubToken, u"\\1…"_s);
    text.replace(ourKey, u"shm_…"_s);
    text.replace(bearer, u"\\1 …"_s);
    text.replace(query, u"\\1?…"_s);
    return text;
}
