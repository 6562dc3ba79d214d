#include "playground/code_export.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace {

/// Whether \a character is not seen, ends a line for some programs, or changes the order in which others are seen.
bool isTreacherous(QChar character)
{
    const ushort code = character.unicode();
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x061c || (code >= 0x200e && code <= 0x200f)
        || (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

QString escaped(QChar character)
{
    return u"\\u%1"_s.arg(uint(character.unicode()), 4, 16, QLatin1Char('0'));
}

QString spelled(QChar character)
{
    switch (character.unicode()) {
    case '\\': return u"\\\\"_s;
    case '"': return u"\\\""_s;
    case '\n': return u"\\n"_s;
    case '\r': return u"\\r"_s;
    case '\t': return u"\\t"_s;
    default: return isTreacherous(character) ? escaped(character) : QString(character);
    }
}

/// A literal of Python's.
QString pythonString(const QString &text)
{
    QString literal = u"\""_s;
    for (const QChar character : text)
        literal += spelled(character);
    return literal + u'"';
}

QString endpoint(const QUrl &server, const QString &path)
{
    QString address = server.toString(QUrl::FullyEncoded);
    while (address.endsWith(u'/'))
        address.chop(1);
    return address + path;
}

/// The body without what only matters to this window.
QJsonObject bodyOf(const ChatOrder &order)
{
    QJsonObject body = order.toJson();
    body.remove(u"stream"_s);
    body.remove(u"stream_options"_s);
    return body;
}

QString pythonMessages(const QList<ChatMessage> &messages)
{
    QString list;
    for (const ChatMessage &message : messages) {
        list += u"        {\"role\": "_s + pythonString(message.role) + u", \"content\": "_s
            + pythonString(message.text) + u"},\n"_s;
    }
    return list;
}

QString pythonArguments(const ChatOrder &order)
{
    QString arguments;
    const auto add = [&](const QString &name, const QString &value) {
        arguments += u"    "_s + name + u'=' + value + u",\n"_s;
    };
    if (order.maxTokens)
        add(u"max_tokens"_s, QString::number(*order.maxTokens));
    if (order.temperature)
        add(u"temperature"_s, QString::number(*order.temperature, 'g', 6));
    if (order.topP)
        add(u"top_p"_s, QString::number(*order.topP, 'g', 6));
    QStringList stops;
    for (const QString &stop : order.stop)
        stops += pythonString(stop);
    if (!stops.isEmpty())
        add(u"stop"_s, u'[' + stops.join(u", "_s) + u']');
    return arguments;
}

} // namespace

QString requestJson(const ChatOrder &order)
{
    const QString json = QString::fromUtf8(QJsonDocument(bodyOf(order)).toJson()).trimmed();
    QString visible;
    for (const QChar character : json) // line breaks here are between members; those of texts are escaped already
        visible += character != u'\n' && isTreacherous(character) ? escaped(character) : QString(character);
    return visible;
}

QString curlCommand(const CodeTarget &target, const ChatOrder &order)
{
    const QString key = target.needsKey ? u"  -H \"Authorization: Bearer $SHIMMYD_API_KEY\" \\\n"_s : QString();
    const QString authority =
        target.caFile.isEmpty() ? QString() : QString(u"  --cacert "_s + shellWord(target.caFile) + u" \\\n"_s);
    return u"curl "_s + shellWord(endpoint(target.server, u"/v1/chat/completions"_s)) + u" \\\n"_s + authority
        + u"  -H 'Content-Type: application/json' \\\n"_s + key + u"  -d "_s + shellWord(requestJson(order)) + u'\n';
}

QString pythonProgram(const CodeTarget &target, const ChatOrder &order)
{
    const QString key = target.needsKey ? u"os.environ[\"SHIMMYD_API_KEY\"]"_s : u"\"none\""_s;
    const QString start = target.caFile.isEmpty()
        ? QString()
        : QString(u"# Start with SSL_CERT_FILE="_s + shellWord(target.caFile) + u'\n');
    return start + (target.needsKey ? u"import os\n\n"_s : QString()) + u"from openai import OpenAI\n\n"_s
        + u"client = OpenAI(base_url="_s + pythonString(endpoint(target.server, u"/v1"_s)) + u", api_key="_s + key
        + u")\n"_s + u"answer = client.chat.completions.create(\n    model="_s + pythonString(order.model)
        + u",\n    messages=[\n"_s + pythonMessages(order.messages) + u"    ],\n"_s + pythonArguments(order)
        + u")\nprint(answer.choices[0].message.content)\n"_s;
}
