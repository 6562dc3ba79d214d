#pragma once

#include "api/api_context.h"
#include "prompt/chat_template.h"
#include "store/model.h"

#include <QJsonArray>
#include <QJsonObject>

/// What requests for a generation have in common, over all vendors' shapes: read from the body and checked. The error
/// is always InvalidArgument, with the member it is about, unless said otherwise.

/// `stream`; false unless true.
Result<bool> wantsStream(const QJsonObject &body);

/// How many tokens \a name allows; nothing when it is not given.
Result<std::optional<int>> maxTokensOf(const QJsonObject &body, const QString &name);

/// The members that Shimmy samples by: `temperature` up to \a mostTemperature, `top_p`, `top_k`.
Result<QJsonObject> samplingOf(const QJsonObject &body, double mostTemperature);

/// The stop sequences that \a name gives: a string, or a list of at most 16.
Result<QStringList> stopsOf(const QJsonObject &body, const QString &name);

/// The model that `model` names. Error: also ModelNotFound, AmbiguousModel.
Result<Model> modelOf(const ApiContext &context, const QJsonObject &body);

/// The text of a message: a string, nothing, or a list of parts of which each must be text.
Result<QString> textOf(const QJsonValue &content, const QString &parameter);

/// A member that asks for what Shimmy cannot do, unless it has one of the values that ask for nothing.
struct UnsupportedMember {
    QString name;
    QJsonArray harmless; ///< beside null, and an empty list or object
    QString why;
};
/// Refuses \a body when one of \a unsupportedMembers is meant.
Result<void> refuseUnsupported(const QJsonObject &body, const QList<UnsupportedMember> &unsupportedMembers);

/// InvalidArgument about \a parameter.
tl::unexpected<Error> invalid(const QString &parameter, const QString &message, const QString &hint = {});
