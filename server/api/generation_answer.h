#pragma once

#include "api/api_context.h"
#include "api/router.h"
#include "prompt/model_prompts.h"
#include "store/model.h"

#include <memory>
#include <vector>

/// How a generation has ended.
struct GenerationSummary {
    enum class Finish {
        Stop, ///< the model ended its turn
        StopSequence, ///< one of the client's was met
        Length, ///< its tokens, or the context, were used up
    };
    QString text; ///< all of it; empty when it was streamed
    int promptTokens = 0;
    int completionTokens = 0;
    Finish finish = Finish::Stop;
    QString stopSequence; ///< of the client, when it was met
};

/// The shape of a route's answers. A request with several prompts has several answers, numbered from 0.
class GenerationFormat {
public:
    virtual ~GenerationFormat() = default;
    /// The body of an answer that is not streamed.
    virtual QJsonObject whole(const QList<GenerationSummary> &summaries) const = 0;
    /// Events of a stream: before everything, for text, after each answer, after everything, and instead of what is
    /// missing when it fails half-way.
    virtual QByteArray opening(int promptTokens) const;
    virtual QByteArray text(int index, const QString &text) const = 0;
    virtual QByteArray ended(int index, const GenerationSummary &summary) const;
    virtual QByteArray closing(const QList<GenerationSummary> &summaries) const = 0;
    virtual QByteArray failure(const Error &error) const = 0;
};

/// A checked request for generations.
struct GenerationPlan {
    Model model;
    std::vector<PromptRequest> prompts; ///< at least one
    QJsonObject sampling; ///< for Shimmy
    std::optional<int> maxTokens; ///< of each answer; nothing: what the context leaves
    QStringList stops; ///< the client's own
    bool echo = false; ///< answers begin with their prompt
    bool stream = false;
    ErrorStyle errors = ErrorStyle::Plain;
    std::unique_ptr<GenerationFormat> format;
};

/// Runs \a plan and answers \a exchange with it, as a stream or at once. A client that leaves ends the generation. A
/// stream says something every 15 seconds while it waits, so that nothing between takes it for dead.
void answerGeneration(const ApiContext &context, const ExchangePtr &exchange, GenerationPlan plan);

/// One server-sent event with \a json as its data.
QByteArray eventOf(const QJsonObject &json);
/// The same with a name.
QByteArray namedEvent(const QByteArray &name, const QJsonObject &json);
