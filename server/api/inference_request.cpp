#include "api/inference_request.h"

#include "store/model_store.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostStops = 16;
constexpr qsizetype longestStop = 1024;

bool isAbsent(const QJsonValue &value)
{
    return value.isNull() || value.isUndefined();
}

} // namespace

tl::unexpected<Error> invalid(const QString &parameter, const QString &message, const QString &hint)
{
    return tl::unexpected(Error{ErrorKind::InvalidArgument, message, hint, false, {}, parameter});
}

Result<bool> wantsStream(const QJsonObject &body)
{
    const QJsonValue stream = body.value("stream"_L1);
    if (!stream.isBool() && !isAbsent(stream))
        return invalid(u"stream"_s, u"\"stream\" must be true or false"_s);
    return stream.toBool(false);
}

Result<std::optional<int>> maxTokensOf(const QJsonObject &body, const QString &name)
{
    const QJsonValue value = body.value(name);
    if (isAbsent(value))
        return std::optional<int>();
    const double number = value.toDouble(-1);
    if (!value.isDouble() || number < 1 || number > 1'000'000 || number != static_cast<int>(number))
        return invalid(name, u"\"%1\" must be a whole number from 1 to 1000000"_s.arg(name));
    return std::optional<int>(static_cast<int>(number));
}

Result<QJsonObject> samplingOf(const QJsonObject &body, double mostTemperature)
{
    struct Bounds {
        QString name;
        double most;
    };
    QJsonObject sampling;
    for (const Bounds &bounds : {Bounds{u"temperature"_s, mostTemperature}, Bounds{u"top_p"_s, 1}}) {
        const QJsonValue value = body.value(bounds.name);
        if (isAbsent(value))
            continue;
        const double number = value.toDouble(-1);
        if (!value.isDouble() || number < 0 || number > bounds.most)
            return invalid(bounds.name, u"\"%1\" must be a number from 0 to %2"_s.arg(bounds.name).arg(bounds.most));
        sampling.insert(bounds.name, value);
    }
    const QJsonValue topK = body.value("top_k"_L1);
    if (!isAbsent(topK)) {
        const double number = topK.toDouble(-1);
        if (!topK.isDouble() || number < 0 || number > 1'000'000 || number != static_cast<int>(number))
            return invalid(u"top_k"_s, u"\"top_k\" must be a whole number from 0 to 1000000"_s);
        sampling.insert(u"top_k"_s, topK);
    }
    return sampling;
}

Result<QStringList> stopsOf(const QJsonObject &body, const QString &name)
{
    const QJsonValue value = body.value(name);
    if (isAbsent(value))
        return QStringList();
    const QJsonArray list = value.isString() ? QJsonArray{value} : value.toArray();
    if (!value.isString() && !value.isArray())
        return invalid(name, u"\"%1\" must be a string or a list of strings"_s.arg(name));
    if (list.size() > mostStops)
        return invalid(name, u"\"%1\" may have %2 sequences at most"_s.arg(name).arg(mostStops));
    QStringList stops;
    for (const auto &each : list) {
        const QString stop = each.toString();
        if (!each.isString() || stop.isEmpty() || stop.size() > longestStop) {
            return invalid(
                name, u"each sequence of \"%1\" must be a string of 1 to %2 characters"_s.arg(name).arg(longestStop));
        }
        stops += stop;
    }
    return stops;
}

Result<Model> modelOf(const ApiContext &context, const QJsonObject &body)
{
    const QJsonValue name = body.value("model"_L1);
    if (!name.isString() || name.toString().isEmpty())
        return invalid(u"model"_s, u"\"model\" must name an installed model"_s, u"see /v1/models"_s);
    return context.store.find(name.toString());
}

Result<QString> textOf(const QJsonValue &content, const QString &parameter)
{
    if (content.isString() || isAbsent(content))
        return content.toString();
    if (!content.isArray())
        return invalid(parameter, u"\"content\" must be a string or a list of parts"_s);
    QStringList texts;
    for (const auto &part : content.toArray()) {
        const QString type = part.toObject().value("type"_L1).toString();
        const QJsonValue text = part.toObject().value("text"_L1);
        if (type != "text"_L1) {
            return invalid(parameter, u"content of type \"%1\" cannot be read"_s.arg(type.left(32)),
                           u"Shimmy's models take text only"_s);
        }
        if (!text.isString())
            return invalid(parameter, u"a part of type \"text\" must have a string \"text\""_s);
        texts += text.toString();
    }
    return texts.join(u'\n');
}

Result<void> refuseUnsupported(const QJsonObject &body, const QList<UnsupportedMember> &unsupportedMembers)
{
    for (const UnsupportedMember &member : unsupportedMembers) {
        const QJsonValue value = body.value(member.name);
        const bool asksNothing = isAbsent(value) || (value.isArray() && value.toArray().isEmpty())
            || (value.isObject() && value.toObject().isEmpty())
            || std::any_of(member.harmless.begin(), member.harmless.end(),
                           [&value](const auto &harmless) { return QJsonValue(harmless) == value; });
        if (!asksNothing)
            return invalid(member.name, u"\"%1\" cannot be honoured: %2"_s.arg(member.name, member.why));
    }
    return {};
}
