#include "api/generation_answer.h"

#include "api/model_remover.h"
#include "base/json.h"
#include "base/logging.h"
#include "metrics/metrics.h"
#include "prompt/stop_filter.h"
#include "proxy/generation.h"
#include "shimmy/shimmy_launch.h"
#include "store/model_store.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 maxAnswerBytes = 16 << 20;
constexpr auto heartbeat = 15s;

/// Why \a prompt cannot be given to Shimmy, which would end of it.
std::optional<Error> refusalOf(const Prompt &prompt, bool isChat)
{
    if (prompt.longestRun > 0) {
        return Error{
            ErrorKind::InvalidArgument,
            u"the prompt has %1 characters in a row without a break, more than Shimmy can split into words"_s.arg(
                prompt.longestRun),
            u"break it up"_s,
            false,
            {},
            isChat ? u"messages"_s : u"prompt"_s};
    }
    if (!prompt.isExact || prompt.tokens <= shimmyContextTokens)
        return std::nullopt;
    return Error{ErrorKind::ContextLengthExceeded,
                 u"prompt is too long: it has %1 tokens, and the model's maximum context length is %2 tokens"_s
                     .arg(prompt.tokens)
                     .arg(shimmyContextTokens),
                 u"shorten the prompt"_s,
                 false,
                 {},
                 isChat ? u"messages"_s : u"prompt"_s};
}

/// One request's generations on their way to its client. Owns itself: it goes when the answer is complete or the
/// client is.
///
///   preparing each prompt → generating for each, one after the other → done
class GenerationAnswer final : public QObject {
public:
    GenerationAnswer(const ApiContext &context, ExchangePtr exchange, GenerationPlan plan)
        : m_context(context)
        , m_exchange(std::move(exchange))
        , m_plan(std::move(plan))
    {
        connect(m_exchange.get(), &Exchange::aborted, this, [this] {
            const LogRequest concerned(m_exchange->request().id);
            count(u"client_left"_s);
            m_generation.reset();
            deleteLater();
        });
        connect(m_exchange.get(), &Exchange::drained, this, [this] {
            if (m_generation)
                m_generation->setPaused(false);
        });
        if (m_plan.stream)
            beat();
    }

    void prepareNext()
    {
        const size_t next = m_prompts.size();
        if (next == m_plan.prompts.size())
            return generateNext();
        m_context.prompts.prepare(m_plan.model, m_plan.prompts[next], this, [this](const Prompt &prompt) {
            if (const auto refusal = refusalOf(prompt, !m_plan.prompts.front().text))
                return fail(*refusal);
            m_promptTokens += static_cast<int>(prompt.tokens);
            m_prompts.push_back(prompt);
            prepareNext();
        });
    }

private:
    const Prompt &prompt() const { return m_prompts[static_cast<size_t>(m_summaries.size())]; }
    int index() const { return static_cast<int>(m_summaries.size()); }

    /// What the answer to the prompt may have, by the client's wish and the context's end.
    int mostTokens() const
    {
        const int wished = m_plan.maxTokens.value_or(shimmyContextTokens);
        if (!prompt().isExact)
            return wished;
        return std::min(wished, std::max(1, shimmyContextTokens - static_cast<int>(prompt().tokens)));
    }

    /// Whose turn it takes: a key's, wherever it comes from, else an address's.
    QByteArray client() const
    {
        const QByteArray &key = m_exchange->caller();
        return key.isEmpty() ? m_exchange->request().peer.toString().toLatin1() : "key " + key;
    }

    void generateNext()
    {
        if (static_cast<size_t>(m_summaries.size()) == m_prompts.size())
            return finish();
        // It took a while to get here, and takes long between one prompt and the next.
        if (!m_context.store.servedAs(m_plan.model.servingName))
            return fail(wasRemoved(m_plan.model));
        QJsonObject body = m_plan.sampling;
        body.insert(u"model"_s, m_plan.model.servingName);
        body.insert(u"prompt"_s, prompt().text);
        body.insert(u"max_tokens"_s, mostTokens());
        m_summary = {};
        m_summary.promptTokens = static_cast<int>(prompt().tokens);
        m_filter.emplace(m_plan.stops + prompt().stops);
        m_generation = std::make_unique<Generation>(GenerationOrder{body, client()}, m_context.gate, m_context.network,
                                                    m_context.clock);
        connect(m_generation.get(), &Generation::tokenReceived, this, &GenerationAnswer::handleToken);
        connect(m_generation.get(), &Generation::finished, this, [this] {
            show(m_filter->finish());
            endOne();
        });
        connect(m_generation.get(), &Generation::failed, this, &GenerationAnswer::fail);
        m_generation->start();
    }

    void handleToken(const QString &text)
    {
        if (m_generation->tokens() == 1 && m_plan.echo)
            show(prompt().text);
        show(m_filter->add(text));
        if (m_filter->matched())
            endOne(); // which ends Shimmy's work as well
    }

    void show(const QString &text)
    {
        if (text.isEmpty())
            return;
        if (!m_plan.stream) {
            if (m_summary.text.size() < maxAnswerBytes)
                m_summary.text += text;
            return;
        }
        openStream();
        if (!m_exchange->write(m_plan.format->text(index(), text)))
            m_generation->setPaused(m_exchange->isOpen());
    }

    void endOne()
    {
        using Finish = GenerationSummary::Finish;
        const int tokens = m_generation->tokens();
        if (tokens == 0 && m_plan.echo)
            show(prompt().text);
        m_summary.completionTokens = tokens;
        if (m_plan.stops.contains(m_filter->match())) {
            m_summary.finish = Finish::StopSequence;
            m_summary.stopSequence = m_filter->match();
        } else if (!m_filter->matched()
                   && (tokens >= mostTokens() || m_summary.promptTokens + tokens > shimmyContextTokens)) {
            m_summary.finish = Finish::Length;
        }
        count(m_summary.finish == Finish::Length             ? u"length"_s
                  : m_summary.finish == Finish::StopSequence ? u"stop_sequence"_s
                                                             : u"stop"_s);
        if (m_plan.stream) {
            openStream();
            m_exchange->write(m_plan.format->ended(index(), m_summary));
        }
        m_generation.reset();
        m_summaries += m_summary;
        generateNext();
    }

    void openStream()
    {
        if (!std::exchange(m_begun, true)) {
            m_exchange->begin(
                200,
                {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-cache"}, {"X-Accel-Buffering", "no"}});
        }
        if (!std::exchange(m_opened, true))
            m_exchange->write(m_plan.format->opening(m_promptTokens));
    }

    void beat()
    {
        m_context.clock.callAfter(heartbeat, this, [this] {
            if (m_opened)
                return; // what comes now comes by itself
            if (!std::exchange(m_begun, true)) {
                m_exchange->begin(200,
                                  {{"Content-Type", "text/event-stream"},
                                   {"Cache-Control", "no-cache"},
                                   {"X-Accel-Buffering", "no"}});
            }
            m_exchange->write(": waiting\n\n");
            beat();
        });
    }

    void finish()
    {
        if (m_plan.stream) {
            m_exchange->write(m_plan.format->closing(m_summaries));
            m_exchange->end();
        } else {
            sendJson(*m_exchange, 200, m_plan.format->whole(m_summaries));
        }
        deleteLater();
    }

    void count(const QString &outcome) const
    {
        if (!m_generation)
            return;
        const Generation::Times &times = m_generation->times();
        const auto since = [&times](std::optional<Generation::Times::TimePoint> then) {
            return then ? std::optional<GenerationReport::Seconds>(*then - times.started) : std::nullopt;
        };
        m_context.metrics.countGeneration({m_plan.model.id, outcome, m_summary.promptTokens, m_generation->tokens(),
                                           m_context.clock.now() - times.started, since(times.admitted),
                                           since(times.firstToken)});
    }

    void fail(const Error &error)
    {
        const LogRequest concerned(m_exchange->request().id);
        qCInfo(logService).noquote() << "a generation with" << m_plan.model.id << "failed:" << error.message;
        count(errorCode(error.kind));
        if (m_begun) {
            m_exchange->write(m_plan.format->failure(error));
            m_exchange->end();
        } else {
            sendError(*m_exchange, error, m_plan.errors);
        }
        deleteLater();
    }

    const ApiContext m_context;
    ExchangePtr m_exchange;
    GenerationPlan m_plan;
    std::vector<Prompt> m_prompts;
    std::unique_ptr<Generation> m_generation;
    std::optional<StopFilter> m_filter;
    GenerationSummary m_summary; ///< of the answer that is being generated
    QList<GenerationSummary> m_summaries;
    int m_promptTokens = 0;
    bool m_begun = false; ///< the head was sent
    bool m_opened = false; ///< and the format's opening
};

} // namespace

QByteArray GenerationFormat::opening(int promptTokens) const
{
    Q_UNUSED(promptTokens)
    return {};
}

QByteArray GenerationFormat::ended(int index, const GenerationSummary &summary) const
{
    Q_UNUSED(index)
    Q_UNUSED(summary)
    return {};
}

void answerGeneration(const ApiContext &context, const ExchangePtr &exchange, GenerationPlan plan)
{
    (new GenerationAnswer(context, exchange, std::move(plan)))->prepareNext();
}

QByteArray eventOf(const QJsonObject &json)
{
    return "data: " + toJson(json) + "\n\n";
}

QByteArray namedEvent(const QByteArray &name, const QJsonObject &json)
{
    return "event: " + name + '\n' + eventOf(json);
}
