#include "api/generation_answer.h"

#include "base/json.h"
#include "store/model_store.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int defaultMaxTokens = 256; // Shimmy's own
constexpr qint64 maxAnswerBytes = 16 << 20;

/// One generation on its way to its client. Owns itself: it goes when the answer is complete or the client is.
class GenerationAnswer final : public QObject {
public:
    GenerationAnswer(const ApiContext &context, ExchangePtr exchange, GenerationPlan plan)
        : m_exchange(std::move(exchange))
        , m_plan(std::move(plan))
        , m_generation(m_plan.order, context.gate, context.network, context.clock)
    {
        connect(m_exchange.get(), &Exchange::aborted, this, &QObject::deleteLater);
        connect(m_exchange.get(), &Exchange::drained, this, [this] { m_generation.setPaused(false); });
        connect(&m_generation, &Generation::tokenReceived, this, &GenerationAnswer::handleToken);
        connect(&m_generation, &Generation::finished, this, &GenerationAnswer::handleFinished);
        connect(&m_generation, &Generation::failed, this, &GenerationAnswer::handleFailed);
        m_summary.promptTokens = static_cast<int>((m_plan.promptBytes + 3) / 4);
    }

    void start() { m_generation.start(); }

private:
    void openStream()
    {
        if (std::exchange(m_opened, true))
            return;
        m_exchange->begin(200, {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-cache"}});
        m_exchange->write(m_plan.format->opening());
    }

    void handleToken(const QString &text)
    {
        if (m_plan.stream) {
            openStream();
            if (!m_exchange->write(m_plan.format->token(text)))
                m_generation.setPaused(m_exchange->isOpen());
        } else if (m_summary.text.size() < maxAnswerBytes) {
            m_summary.text += text;
        }
    }

    void handleFinished()
    {
        m_summary.completionTokens = m_generation.tokens();
        m_summary.reachedLimit = m_summary.completionTokens >= m_plan.maxTokens.value_or(defaultMaxTokens);
        if (m_plan.stream) {
            openStream();
            m_exchange->write(m_plan.format->closing(m_summary));
            m_exchange->end();
        } else {
            sendJson(*m_exchange, 200, m_plan.format->whole(m_summary));
        }
        deleteLater();
    }

    void handleFailed(const Error &error)
    {
        if (m_opened) {
            // The stream has said 200 already: an error event, and no [DONE] that would make it look complete.
            m_exchange->write(QByteArray("event: error\n" + eventOf(errorBody(error, m_plan.errors))));
            m_exchange->end();
        } else {
            sendError(*m_exchange, error, m_plan.errors);
        }
        deleteLater();
    }

    ExchangePtr m_exchange;
    GenerationPlan m_plan;
    Generation m_generation;
    GenerationSummary m_summary;
    bool m_opened = false;
};

} // namespace

QJsonObject GenerationSummary::usage() const
{
    return {{u"prompt_tokens"_s, promptTokens},
            {u"completion_tokens"_s, completionTokens},
            {u"total_tokens"_s, promptTokens + completionTokens}};
}

void answerGeneration(const ApiContext &context, const ExchangePtr &exchange, GenerationPlan plan)
{
    plan.order.client = exchange->request().peer.toString().toLatin1();
    (new GenerationAnswer(context, exchange, std::move(plan)))->start();
}

Result<bool> wantsStream(const QJsonObject &body)
{
    const QJsonValue stream = body.value("stream"_L1);
    if (!stream.isBool() && !stream.isNull() && !stream.isUndefined())
        return fail(ErrorKind::InvalidArgument, u"\"stream\" must be true or false"_s);
    return stream.toBool(false);
}

Result<std::optional<int>> maxTokensOf(const QJsonObject &body, const QString &name)
{
    const QJsonValue value = body.value(name);
    if (value.isNull() || value.isUndefined())
        return std::optional<int>();
    const double number = value.toDouble(-1);
    if (!value.isDouble() || number < 1 || number > 1'000'000 || number != static_cast<int>(number))
        return fail(ErrorKind::InvalidArgument, u"\"%1\" must be a whole number from 1 to 1000000"_s.arg(name));
    return std::optional<int>(static_cast<int>(number));
}

Result<Model> modelOf(const ApiContext &context, const QJsonObject &body)
{
    const QJsonValue name = body.value("model"_L1);
    if (!name.isString() || name.toString().isEmpty())
        return fail(ErrorKind::InvalidArgument, u"\"model\" must name an installed model"_s, u"see /v1/models"_s);
    return context.store.find(name.toString());
}

QByteArray eventOf(const QJsonObject &json)
{
    return "data: " + toJson(json) + "\n\n";
}
