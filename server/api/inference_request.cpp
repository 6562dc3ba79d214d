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

/// `stream`; false unless true.
Result<bool> wantsStream(const QJsonObject &body)
{
    const QJsonValue stream = body.value("stream"_L1);
    if (!stream.isBool() && !isAbsent(stream))
        return invalid(u"stream"_s, u"\"stream\" must be true or false"_s);
    return stream.toBool(false);
}

/// How many tokens \a name allows; nothing when it is not given.
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

/// The limit of tokens that the first of \a names gives.
Result<std::optional<int>> firstLimitOf(const QJsonObject &body, const QStringList &names)
{
    std::optional<int> first;
    for (const QString &name : names) {
        const auto limit = maxTokensOf(body, name);
        if (!limit)
            return limit;
        first = first ? first : *limit;
    }
    return first;
}

/// What Shimmy samples by.
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

/// A string, or a list of strings.
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

/// The text of a message: a string, nothing, or a list of parts of which each must be text.
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

} // namespace

tl::unexpected<Error> invalid(const QString &parameter, const QString &message, const QString &hint)
{
    return tl::unexpected(Error{ErrorKind::InvalidArgument, message, hint, false, {}, parameter});
}

Result<Model> modelOf(const ApiContext &context, const QJsonObject &body)
{
    const QJsonValue name = body.value("model"_L1);
    if (!name.isString() || name.toString().isEmpty())
        return invalid(u"model"_s, u"\"model\" must name an installed model"_s, u"see /v1/models"_s);
    return context.store.find(name.toString());
}

Result<QList<PromptMessage>>
messagesOf(const QJsonObject &body, const std::function<std::optional<PromptMessage::Role>(const QString &)> &roleOf)
{
    const QJsonValue messages = body.value("messages"_L1);
    if (!messages.isArray() || messages.toArray().isEmpty())
        return invalid(u"messages"_s, u"\"messages\" must be a list with at least one message"_s);
    QList<PromptMessage> all;
    for (const auto &each : messages.toArray()) {
        const QString name = each.toObject().value("role"_L1).toString();
        const auto role = roleOf(name);
        const auto text = textOf(each.toObject().value("content"_L1), u"messages"_s);
        if (!role)
            return invalid(u"messages"_s, u"a message cannot have the \"role\" \"%1\""_s.arg(name.left(32)));
        if (!text)
            return failWith(text);
        all += PromptMessage{*role, *text};
    }
    return all;
}

Result<QList<PromptMessage>> systemOf(const QJsonObject &body)
{
    const auto text = textOf(body.value("system"_L1), u"system"_s);
    if (!text)
        return failWith(text);
    return text->isEmpty() ? QList<PromptMessage>() : QList<PromptMessage>{{PromptMessage::Role::System, *text}};
}

Result<GenerationPlan> planWithoutPrompts(const ApiContext &context, const QJsonObject &body, const PlanRules &rules)
{
    const auto stream = wantsStream(body);
    const auto limit = firstLimitOf(body, rules.limits);
    const auto sampling = samplingOf(body, rules.mostTemperature);
    const auto stops = rules.stops.isEmpty() ? QStringList() : stopsOf(body, rules.stops);
    const auto supported = refuseUnsupported(body, rules.unsupported);
    if (!stream)
        return failWith(stream);
    if (!limit)
        return failWith(limit);
    if (!sampling)
        return failWith(sampling);
    if (!stops)
        return failWith(stops);
    if (!supported)
        return failWith(supported);
    const auto model = modelOf(context, body);
    if (!model)
        return failWith(model);
    GenerationPlan plan;
    plan.model = *model;
    plan.sampling = *sampling;
    plan.maxTokens = *limit;
    plan.stops = *stops;
    plan.stream = *stream;
    plan.errors = rules.errors;
    return plan;
}
