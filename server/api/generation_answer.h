#pragma once

#include "api/api_context.h"
#include "api/router.h"
#include "proxy/generation.h"
#include "store/model.h"

#include <memory>

/// What the client of a generation wants to see.
struct GenerationSummary {
    QString text; ///< all of it; empty when it was streamed
    int completionTokens = 0;
    int promptTokens = 0; ///< estimated
    bool reachedLimit = false; ///< max_tokens ended it

    QString finishReason() const { return reachedLimit ? QStringLiteral("length") : QStringLiteral("stop"); }
    QJsonObject usage() const;
};

/// The shape of a route's answers.
class GenerationFormat {
public:
    virtual ~GenerationFormat() = default;
    /// The body of an answer that is not streamed.
    virtual QJsonObject whole(const GenerationSummary &summary) const = 0;
    /// Events before the first token, for a token, and after the last one.
    virtual QByteArray opening() const { return {}; }
    virtual QByteArray token(const QString &text) const = 0;
    virtual QByteArray closing(const GenerationSummary &summary) const = 0;
};

/// A checked request for a generation.
struct GenerationPlan {
    GenerationOrder order;
    std::unique_ptr<GenerationFormat> format;
    ErrorStyle errors = ErrorStyle::Plain;
    bool stream = false;
    std::optional<int> maxTokens;
    qint64 promptBytes = 0;
};

/// Runs \a plan and answers \a exchange with it, as a stream or at once. A client that leaves ends the generation.
void answerGeneration(const ApiContext &context, const ExchangePtr &exchange, GenerationPlan plan);

/// Members that requests for a generation have in common, checked. Error: InvalidArgument.
Result<bool> wantsStream(const QJsonObject &body);
Result<std::optional<int>> maxTokensOf(const QJsonObject &body, const QString &name);
/// The model that `model` of \a body names. Error: InvalidArgument, ModelNotFound, AmbiguousModel.
Result<Model> modelOf(const ApiContext &context, const QJsonObject &body);

/// One server-sent event with \a json as its data.
QByteArray eventOf(const QJsonObject &json);
