#include "server/snippets.h"

#include "base/json.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("Snippets", text);
}

/// \a text as one word of a shell.
QString shellWord(const QString &text)
{
    const bool isPlain = !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
        return c.unicode() < 128 && (c.isLetterOrNumber() || u"_-./:@%+,"_s.contains(c));
    });
    if (isPlain)
        return text;
    return u'\'' + QString(text).replace(u'\'', u"'\\''"_s) + u'\'';
}

/// \a text as a literal of Python: those of JSON are.
QString pythonWord(const QString &text)
{
    const QByteArray list = toJson({{u"x"_s, text}});
    return QString::fromUtf8(list.mid(5, list.size() - 6));
}

QString curl(const SnippetSubject &subject)
{
    const QJsonObject message{{u"role"_s, u"user"_s}, {u"content"_s, u"Hello"_s}};
    const QJsonObject body{{u"model"_s, subject.model}, {u"messages"_s, QJsonArray{message}}};
    QString text = u"curl "_s + shellWord(subject.server.toString(QUrl::FullyEncoded) + u"/v1/chat/completions"_s);
    if (!subject.caFile.isEmpty())
        text += u" \\\n  --cacert "_s + shellWord(subject.caFile);
    if (subject.needsKey)
        text += u" \\\n  -H \"Authorization: Bearer $SHIMMYD_API_KEY\""_s;
    text += u" \\\n  -H 'Content-Type: application/json' \\\n  -d "_s + shellWord(QString::fromUtf8(toJson(body)));
    return text;
}

QString python(const SnippetSubject &subject)
{
    const QString key = subject.needsKey ? u"os.environ[\"SHIMMYD_API_KEY\"]"_s : u"\"none\""_s;
    QString text = subject.needsKey ? u"import os\n"_s : QString();
    text += u"from openai import OpenAI\n\nclient = OpenAI(base_url=%1, api_key=%2)\n"_s.arg(
        pythonWord(subject.server.toString(QUrl::FullyEncoded) + u"/v1"_s), key);
    text += u"answer = client.chat.completions.create(\n    model=%1,\n"
            "    messages=[{\"role\": \"user\", \"content\": \"Hello\"}],\n)\n"
            "print(answer.choices[0].message.content)"_s.arg(pythonWord(subject.model));
    if (!subject.caFile.isEmpty())
        text.prepend(u"# Start with SSL_CERT_FILE=%1\n"_s.arg(shellWord(subject.caFile)));
    return text;
}

QString otherPrograms(const SnippetSubject &subject)
{
    const QString key = subject.needsKey ? translated(QT_TRANSLATE_NOOP("Snippets", "the server's key"))
                                         : translated(QT_TRANSLATE_NOOP("Snippets", "anything, such as none"));
    return translated(QT_TRANSLATE_NOOP("Snippets", "Base URL: %1\nAPI key: %2\nModel: %3"))
        .arg(QString(subject.server.toString(QUrl::FullyEncoded) + u"/v1"_s), key, subject.model);
}

QString shimmyctl(const SnippetSubject &subject)
{
    QString text = subject.needsKey
        ? u"export SHIMMYD_API_KEY  # "_s + translated(QT_TRANSLATE_NOOP("Snippets", "the server's key")) + u'\n'
        : QString();
    if (!subject.caFile.isEmpty())
        text += u"export SSL_CERT_FILE=%1\n"_s.arg(shellWord(subject.caFile));
    text += u"shimmyctl --server "_s + shellWord(subject.server.toString(QUrl::FullyEncoded)) + u" run "_s
        + shellWord(subject.model) + u" Hello"_s;
    return text;
}

} // namespace

QList<Snippet> snippetsFor(const SnippetSubject &subject)
{
    return {
        {u"curl"_s, translated(QT_TRANSLATE_NOOP("Snippets", "curl")), curl(subject)},
        {u"python"_s, translated(QT_TRANSLATE_NOOP("Snippets", "Python, with the package openai")), python(subject)},
        {u"other"_s, translated(QT_TRANSLATE_NOOP("Snippets", "Programs that speak OpenAI's API")),
         otherPrograms(subject)},
        {u"shimmyctl"_s, translated(QT_TRANSLATE_NOOP("Snippets", "shimmyctl, the command line")), shimmyctl(subject)},
    };
}
