#include "storm_request.h"

#include <QHash>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace {

const QString answerText = u" Hello, world!!"_s; // of the tiny model to all that ends in a line feed
constexpr int answerTokens = 4;
constexpr int overLongCharacters = 9000; // a token each; the context has 4096
constexpr auto deadline = std::chrono::seconds(60);

QJsonObject parse(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QJsonObject firstChoice(const QJsonObject &body)
{
    return body.value("choices"_L1).toArray().first().toObject();
}

} // namespace

StormRequest::StormRequest(int number, const QString &volatileModel)
    : m_number(number)
    , m_vendor(static_cast<Vendor>(number % 4))
    , m_streams(number / 4 % 2 == 0)
    , m_leaves(number % 3 == 1)
    , m_overLong(number % 10 == 3 && !m_leaves)
    , m_mayBeGone(number % 5 == 2)
    , m_model(m_mayBeGone ? volatileModel : u"present"_s)
{
}

QByteArray StormRequest::path() const
{
    switch (m_vendor) {
    case Vendor::Shimmy: return "/v1/generate";
    case Vendor::OpenAiChat: return "/v1/chat/completions";
    case Vendor::OpenAiText: return "/v1/completions";
    case Vendor::Anthropic: return "/v1/messages";
    }
    Q_UNREACHABLE();
}

QJsonObject StormRequest::body(const QString &model) const
{
    // Who leaves asks for what never ends by itself; in a chat nothing does that, but the answer may still wait.
    const QString prompt = m_overLong ? QString(overLongCharacters, u'a') : m_leaves ? u"L"_s : u"x\n"_s;
    QJsonObject body{{u"model"_s, model}, {u"stream"_s, m_streams}};
    if (m_leaves)
        body.insert(u"max_tokens"_s, 3500);
    else if (m_vendor == Vendor::Anthropic)
        body.insert(u"max_tokens"_s, 64);
    if (m_vendor == Vendor::OpenAiChat || m_vendor == Vendor::Anthropic)
        body.insert(u"messages"_s, QJsonArray{QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, prompt}}});
    else
        body.insert(u"prompt"_s, prompt);
    return body;
}

QString StormRequest::run(quint16 port, QString &outcome) const
{
    BlockingHttp client(port, deadline);
    if (!client.isConnected())
        return u"no connection"_s;
    const QByteArray json = QJsonDocument(body(m_model)).toJson(QJsonDocument::Compact);
    client.send(httpRequestBytes("POST", path(), json, {{"Content-Type", "application/json"}}));
    if (m_leaves) {
        outcome = u"left"_s;
        if (m_streams) // with the first piece of it, whatever that is
            client.read(false, [](const QByteArray &) { return false; });
        client.close(m_number % 2 == 0);
        return {};
    }
    const HttpAnswer answer = client.read();
    if (answer.status == 0 || !answer.complete)
        return u"the connection broke, or nothing came in time: status %1, \"%2\""_s.arg(
            QString::number(answer.status), QString::fromUtf8(answer.body.right(200)));
    if (answer.status != 200)
        return judgeError(answer.status, answer.json(), answer.field("retry-after").toInt() > 0, outcome);
    if (m_overLong)
        return u"a prompt over the context was answered"_s;
    return m_streams ? judgeStream(answer, outcome) : judgeWhole(answer, outcome);
}

/// The status that an error of this name goes with; 0 when it is not one that a generation may have.
int StormRequest::documentedStatus(const QJsonObject &error) const
{
    static const QHash<QString, int> anthropicTypes{{u"invalid_request_error"_s, 400}, {u"not_found_error"_s, 404},
                                                    {u"rate_limit_error"_s, 429},      {u"api_error"_s, 502},
                                                    {u"overloaded_error"_s, 503},      {u"timeout_error"_s, 504}};
    static const QHash<QString, int> codes{
        {u"context_length_exceeded"_s, 400}, {u"model_not_found"_s, 404},    {u"queue_full"_s, 429},
        {u"shimmy_failed"_s, 502},           {u"shimmy_unavailable"_s, 503}, {u"timed_out"_s, 504}};
    if (error.value("message"_L1).toString().isEmpty())
        return 0;
    return m_vendor == Vendor::Anthropic ? anthropicTypes.value(error.value("type"_L1).toString())
                                         : codes.value(error.value("code"_L1).toString());
}

/// An error that is the answer.
QString StormRequest::judgeError(int status, const QJsonObject &body, bool saysWhen, QString &outcome) const
{
    const QString said = u"%1 %2"_s.arg(QString::number(status), QString::fromUtf8(QJsonDocument(body).toJson()));
    if (documentedStatus(body.value("error"_L1).toObject()) != status)
        return u"an error that is not documented: "_s + said;
    const bool isGone = m_mayBeGone && status == 404;
    if ((status == 400) != m_overLong && !isGone)
        return u"not what this request deserves: "_s + said;
    if (status == 404 && !isGone)
        return u"a model that is there was not found: "_s + said;
    if ((status == 429 || status == 503) && !saysWhen)
        return u"without Retry-After: "_s + said;
    outcome = QString::number(status);
    return {};
}

QString StormRequest::judgeWhole(const HttpAnswer &answer, QString &outcome) const
{
    const QJsonObject body = answer.json();
    const QJsonObject usage = body.value("usage"_L1).toObject();
    QString text;
    int tokens = answerTokens;
    switch (m_vendor) {
    case Vendor::Shimmy: text = body.value("response"_L1).toString(); break;
    case Vendor::OpenAiChat:
        text = firstChoice(body).value("message"_L1).toObject().value("content"_L1).toString();
        tokens = usage.value("completion_tokens"_L1).toInt();
        break;
    case Vendor::OpenAiText:
        text = firstChoice(body).value("text"_L1).toString();
        tokens = usage.value("completion_tokens"_L1).toInt();
        break;
    case Vendor::Anthropic:
        text = body.value("content"_L1).toArray().first().toObject().value("text"_L1).toString();
        tokens = usage.value("output_tokens"_L1).toInt();
        break;
    }
    outcome = u"answered"_s;
    if (text == answerText && tokens == answerTokens)
        return {};
    return u"a wrong answer: "_s + QString::fromUtf8(answer.body);
}

QString StormRequest::judgeStream(const HttpAnswer &answer, QString &outcome) const
{
    QString text;
    QJsonObject error;
    const QList<QByteArray> events = answer.events();
    for (const QByteArray &event : events) {
        const QJsonObject object = parse(event);
        if (object.contains("error"_L1))
            error = object;
        else if (m_vendor == Vendor::Shimmy && event != "[DONE]")
            text += QString::fromUtf8(event);
        else if (m_vendor == Vendor::OpenAiChat)
            text += firstChoice(object).value("delta"_L1).toObject().value("content"_L1).toString();
        else if (m_vendor == Vendor::OpenAiText)
            text += firstChoice(object).value("text"_L1).toString();
        else if (m_vendor == Vendor::Anthropic)
            text += object.value("delta"_L1).toObject().value("text"_L1).toString();
    }
    const QString said = QString::fromUtf8(answer.body.right(600));
    const QByteArray last = events.isEmpty() ? QByteArray() : events.last();
    if (m_vendor != Vendor::Anthropic && last != "[DONE]")
        return u"a stream without [DONE] at its end: "_s + said;
    if (!answerText.startsWith(text))
        return u"a wrong text in a stream: "_s + said;
    if (!error.isEmpty()) {
        outcome = u"failed half-way"_s;
        const int status = documentedStatus(error.value("error"_L1).toObject());
        return status >= 500 || (status == 404 && m_mayBeGone)
            ? QString()
            : QString(u"an error in a stream that is not documented: "_s + said);
    }
    const bool stopped = m_vendor != Vendor::Anthropic || parse(last).value("type"_L1) == "message_stop"_L1;
    outcome = u"streamed"_s;
    return text == answerText && stopped ? QString() : QString(u"a stream that is not whole: "_s + said);
}
