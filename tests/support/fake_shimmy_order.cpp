#include "fake_shimmy_order.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace {

QByteArray textAnswer(int status, const QString &text)
{
    return fakeShimmyAnswer(status, text.toUtf8(), "text/plain; charset=utf-8");
}

QString nameOf(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool: return value.toBool() ? u"boolean `true`"_s : u"boolean `false`"_s;
    case QJsonValue::Double: {
        const bool isWhole = value.toDouble() == static_cast<double>(value.toInteger());
        return isWhole ? u"integer `%1`"_s.arg(value.toInteger()) : u"floating point `%1`"_s.arg(value.toDouble());
    }
    case QJsonValue::String: return u"string \"%1\""_s.arg(value.toString());
    case QJsonValue::Array: return u"sequence"_s;
    case QJsonValue::Object: return u"map"_s;
    default: return u"null"_s;
    }
}

/// Checks the members of one body; keeps the first complaint.
class Deserializer {
public:
    explicit Deserializer(QJsonObject body, qsizetype column, QString path = {})
        : m_body(std::move(body))
        , m_column(column)
        , m_path(std::move(path))
    {
    }
    void need(const QString &name, QJsonValue::Type type)
    {
        if (!m_body.contains(name))
            complain(u"missing field `%1`"_s.arg(name));
        else
            check(name, type);
    }
    /// May be missing or null.
    void allow(const QString &name, QJsonValue::Type type)
    {
        if (m_body.contains(name) && !m_body.value(name).isNull())
            check(name, type);
    }
    void complain(const QString &what)
    {
        if (m_complaint.isEmpty())
            m_complaint = u"%1 at line 1 column %2"_s.arg(what).arg(m_column);
    }
    const QString &complaint() const { return m_complaint; }

private:
    void check(const QString &name, QJsonValue::Type type)
    {
        static const QHash<int, QString> expected{{QJsonValue::String, u"a string"_s},
                                                  {QJsonValue::Double, u"usize"_s},
                                                  {QJsonValue::Bool, u"a boolean"_s},
                                                  {QJsonValue::Array, u"a sequence"_s}};
        const QJsonValue value = m_body.value(name);
        if (value.type() != type)
            complain(u"%1%2: invalid type: %3, expected %4"_s.arg(m_path, name, nameOf(value), expected[type]));
    }

    QJsonObject m_body;
    qsizetype m_column;
    QString m_path;
    QString m_complaint;
};

QString complaintAbout(const QJsonObject &body, FakeShimmyOrder::Route route, qsizetype column)
{
    using Route = FakeShimmyOrder::Route;
    Deserializer members(body, column);
    members.need(u"model"_s, QJsonValue::String);
    if (route == Route::Messages)
        members.need(u"max_tokens"_s, QJsonValue::Double);
    if (route != Route::Generate)
        members.need(u"messages"_s, QJsonValue::Array);
    members.allow(u"prompt"_s, QJsonValue::String);
    members.allow(u"messages"_s, QJsonValue::Array);
    members.allow(u"max_tokens"_s, QJsonValue::Double);
    members.allow(u"temperature"_s, QJsonValue::Double);
    members.allow(u"stream"_s, QJsonValue::Bool);
    if (!members.complaint().isEmpty())
        return members.complaint();
    const QJsonArray messages = body.value("messages"_L1).toArray();
    for (qsizetype i = 0; i < messages.size(); ++i) {
        Deserializer message(messages[i].toObject(), column, u"messages[%1]."_s.arg(i));
        message.need(u"role"_s, QJsonValue::String);
        if (route != Route::Messages)
            message.need(u"content"_s, QJsonValue::String);
        if (!message.complaint().isEmpty())
            return message.complaint();
    }
    return {};
}

QByteArray promptOf(const QJsonObject &body, FakeShimmyOrder::Route route)
{
    if (!body.value("messages"_L1).isArray())
        return body.value("prompt"_L1).toString().toUtf8();
    if (route == FakeShimmyOrder::Route::Messages) {
        QString prompt;
        for (const auto &message : body.value("messages"_L1).toArray())
            prompt += u"Human: %1\n\n"_s.arg(message.toObject().value("content"_L1).toString());
        return QString(prompt + u"Assistant:"_s).toUtf8();
    }
    QString prompt; // ChatML, as for every model whose name has no "llama" in it
    for (const auto &message : body.value("messages"_L1).toArray()) {
        prompt += u"<|im_start|>%1\n%2<|im_end|>\n"_s.arg(message.toObject().value("role"_L1).toString(),
                                                          message.toObject().value("content"_L1).toString());
    }
    return QString(prompt + u"<|im_start|>assistant\n"_s).toUtf8();
}

} // namespace

FakeShimmyReading readOrder(const FakeShimmyRequest &request)
{
    FakeShimmyReading reading;
    if (!request.contentType.startsWith("application/json")) {
        reading.refusal = textAnswer(415, u"Expected request with `Content-Type: application/json`"_s);
        return reading;
    }
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &error);
    if (error.error != QJsonParseError::NoError) {
        reading.refusal =
            textAnswer(400,
                       u"Failed to parse the request body as JSON: %1 at line 1 column %2"_s.arg(error.errorString())
                           .arg(error.offset));
        return reading;
    }
    using Route = FakeShimmyOrder::Route;
    const QJsonObject body = document.object();
    FakeShimmyOrder &order = reading.order;
    order.route = request.path == "/api/generate" ? Route::Generate
        : request.path == "/v1/messages"          ? Route::Messages
                                                  : Route::Chat;
    if (const QString complaint = complaintAbout(body, order.route, request.body.size()); !complaint.isEmpty()) {
        reading.refusal = textAnswer(422, u"Failed to deserialize the JSON body into the target type: "_s + complaint);
        return reading;
    }
    order.model = body.value("model"_L1).toString();
    order.prompt = promptOf(body, order.route);
    order.stream = order.route != Route::Messages && body.value("stream"_L1).toBool(true);
    order.maxTokens = body.value("max_tokens"_L1).toInt(256);
    const QJsonValue stop = body.value("stop"_L1);
    for (const auto &each : stop.isArray() ? stop.toArray() : QJsonArray{stop}) {
        if (order.route == Route::Chat && !each.toString().isEmpty())
            order.stops += each.toString();
    }
    return reading;
}

QByteArrayList FakeShimmyOrder::tokens() const
{
    QByteArrayList all{" Hello", ", ", "world", "!!"};
    const char last = prompt.isEmpty() ? '\n' : prompt.back();
    if (last == 'N')
        all = {" line1", "\nline2\n\nline4"};
    else if (last == 'Q' || last == ':')
        all = {};
    else if (last == 'L') {
        all.clear();
        for (int i = 0; i < maxTokens; ++i)
            all += " w" + QByteArray::number(i % 80);
    }
    all = all.first(qMin(all.size(), qsizetype(maxTokens)));
    for (const QString &stop : stops) {
        const qsizetype at = all.join().indexOf(stop.toUtf8());
        while (at >= 0 && !all.isEmpty() && all.join().size() > at)
            all.removeLast();
    }
    return all;
}
