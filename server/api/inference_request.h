#pragma once

#include "api/generation_answer.h"

#include <QJsonArray>
#include <QJsonObject>

#include <functional>

/// What requests for a generation have in common, over all vendors' shapes: read from the body and checked. The error
/// is always InvalidArgument, with the member it is about, unless said otherwise.

/// A member that asks for what Shimmy cannot do, unless it has one of the values that ask for nothing.
struct UnsupportedMember {
    QString name;
    QJsonArray harmless; ///< beside null, and an empty list or object
    QString why;
};

/// How one vendor's shape spells what all have.
struct PlanRules {
    ErrorStyle errors = ErrorStyle::Plain;
    QStringList limits; ///< names of the limit of tokens; the first that is given counts
    double mostTemperature = 2;
    QString stops; ///< empty: it has none
    QList<UnsupportedMember> unsupported;
};

/// The plan for \a body but for its prompts and its format: model, limit, sampling, stop sequences, stream.
/// Error: also ModelNotFound, AmbiguousModel.
Result<GenerationPlan> planWithoutPrompts(const ApiContext &context, const QJsonObject &body, const PlanRules &rules);

/// The model that `model` names. Error: also ModelNotFound, AmbiguousModel.
Result<Model> modelOf(const ApiContext &context, const QJsonObject &body);

/// `messages`, of which there must be one. \a roleOf knows the vendor's roles; what it does not know is refused.
Result<QList<PromptMessage>>
messagesOf(const QJsonObject &body, const std::function<std::optional<PromptMessage::Role>(const QString &)> &roleOf);

/// `system` beside the messages, if there is one.
Result<QList<PromptMessage>> systemOf(const QJsonObject &body);

/// InvalidArgument about \a parameter.
tl::unexpected<Error> invalid(const QString &parameter, const QString &message, const QString &hint = {});
