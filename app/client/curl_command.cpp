#include "client/curl_command.h"

#include "base/json.h"

using namespace Qt::StringLiterals;

QString shellWord(const QString &text)
{
    return u'\'' + QString(text).replace(u'\'', u"'\\''"_s) + u'\'';
}

QString curlCommand(const CodeTarget &target, const ApiCall &call)
{
    QUrl url = target.server;
    url.setPath(url.path(QUrl::FullyEncoded) + call.path, QUrl::StrictMode);
    if (!call.query.isEmpty())
        url.setQuery(call.query);
    QString line = u"curl "_s + shellWord(url.toString(QUrl::FullyEncoded));
    if (call.method != "GET" && call.method != "POST")
        line += u" -X "_s + QString::fromLatin1(call.method);
    if (!target.caFile.isEmpty())
        line += u" --cacert "_s + shellWord(target.caFile);
    if (target.needsKey)
        line += u" -H \"Authorization: Bearer $SHIMMYD_API_KEY\""_s;
    if (call.body)
        line += u" -H 'Content-Type: application/json' -d "_s + shellWord(QString::fromUtf8(toJson(*call.body)));
    return line;
}
