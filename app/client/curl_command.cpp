#include "client/curl_command.h"

#include "base/json.h"

using namespace Qt::StringLiterals;

namespace {

QString shellQuoted(const QString &text)
{
    QString inner = text;
    inner.replace(u'\'', "'\\''"_L1);
    return u'\'' + inner + u'\'';
}

} // namespace

QString curlCommand(const QUrl &server, const ApiCall &call, bool wantsKey)
{
    QUrl url = server;
    url.setPath(server.path(QUrl::FullyEncoded) + call.path, QUrl::StrictMode);
    if (!call.query.isEmpty())
        url.setQuery(call.query);
    QString line = u"curl "_s + shellQuoted(url.toString(QUrl::FullyEncoded));
    if (call.method != "GET" && call.method != "POST")
        line += u" -X "_s + QString::fromLatin1(call.method);
    if (wantsKey)
        line += u" -H \"Authorization: Bearer $SHIMMYD_API_KEY\""_s;
    if (call.body)
        line += u" -H 'Content-Type: application/json' -d "_s + shellQuoted(QString::fromUtf8(toJson(*call.body)));
    return line;
}
