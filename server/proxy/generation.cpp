#include "proxy/generation.h"

#include "base/json.h"
#include "proxy/shimmy_call.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 maxErrorBytes = 4096;
constexpr auto exitPatience = 2s;
// Shimmy's own limit. Over it, Shimmy answers while the body is still on its way and closes, which looks like a death.
constexpr qsizetype maxBodyBytes = 2 << 20;

QByteArray wireBody(QJsonObject body)
{
    body.insert(u"stream"_s, true);
    return toJson(body);
}

} // namespace

Generation::Generation(GenerationOrder order, GenerationGate &gate, ShimmyConnections &connections, Clock &clock,
                       QObject *parent)
    : QObject(parent)
    , m_order(std::move(order))
    , m_gate(gate)
    , m_connections(connections)
    , m_clock(clock)
{
}

Generation::~Generation()
{
    if (m_call) {
        disconnect(m_call, nullptr, this, nullptr);
        m_call->abort();
    }
    if (m_lease)
        m_lease->abandon();
}

void Generation::start()
{
    m_times.started = m_clock.now();
    m_wireBody = wireBody(m_order.body);
    if (m_wireBody.size() > maxBodyBytes) {
        return Q_EMIT failed({ErrorKind::TooLarge,
                              u"the request has %1 bytes, Shimmy takes %2"_s.arg(m_wireBody.size()).arg(maxBodyBytes),
                              u"shorten the prompt; a model sees 4096 tokens at most"_s,
                              false,
                              {}});
    }
    m_gate.admit(
        this, m_order.client,
        [this](Result<GenerationLease> lease) {
            if (!lease)
                return Q_EMIT failed(lease.error());
            m_lease.emplace(std::move(*lease));
            send();
        },
        m_order.body.value("model"_L1).toString());
}

void Generation::send()
{
    m_call = new ShimmyCall(m_connections, m_lease->port(), "/api/generate", std::exchange(m_wireBody, {}), this);
    connect(m_call, &ShimmyCall::readyRead, this, &Generation::handleReadyRead);
    connect(m_call, &ShimmyCall::finished, this, &Generation::handleFinished);
    m_lastSign = m_clock.now();
    m_times.admitted = m_lastSign;
    watch();
}

void Generation::watch()
{
    const auto patience = m_gate.limits().silence;
    const auto silentFor = m_clock.now() - m_lastSign;
    m_clock.callAfter(std::chrono::ceil<std::chrono::milliseconds>(patience - silentFor), this, [this, patience] {
        if (!m_call)
            return;
        if (m_paused)
            m_lastSign = m_clock.now(); // it is the client that is slow
        if (m_clock.now() - m_lastSign < patience)
            return watch();
        m_lease->abandon();
        end();
        Q_EMIT failed({ErrorKind::TimedOut,
                       u"Shimmy produced nothing for %1 s"_s.arg(std::chrono::duration<double>(patience).count()),
                       u"try a smaller model or a shorter prompt, or raise --generation-timeout"_s,
                       true,
                       {}});
    });
}

void Generation::handleReadyRead()
{
    const int status = m_call->status();
    if (status != 200) {
        // A refusal may be without end.
        if (m_call->body().size() >= maxErrorBytes && !m_call->isFinished())
            handleRefusal(status);
        return;
    }
    m_lastSign = m_clock.now();
    const QPointer<Generation> alive(this);
    const auto events = m_parser.add(m_call->takeBody());
    for (const QByteArray &event : events) {
        handleEvent(event);
        if (!alive)
            return; // whoever listened has had enough
    }
    if (m_parser.overflowed())
        m_call->abort();
}

void Generation::handleEvent(const QByteArray &data)
{
    if (data == "[DONE]") {
        m_sawEnd = true;
        return;
    }
    if (m_tokens == 0)
        m_times.firstToken = m_clock.now();
    ++m_tokens; // one event a token, also when it is one that shows nothing
    Q_EMIT tokenReceived(QString::fromUtf8(data));
}

void Generation::handleFinished()
{
    const QPointer<Generation> alive(this);
    handleReadyRead();
    if (!alive || !m_call)
        return;
    if (m_sawEnd) {
        end();
        return Q_EMIT finished();
    }
    const int status = m_call->status();
    if (status == 0 || status == 200)
        return handleBroken();
    handleRefusal(status);
}

void Generation::handleRefusal(int status)
{
    const Error error = refusal(status);
    end();
    Q_EMIT failed(error);
}

/// The connection broke without an answer, or the stream without its end.
void Generation::handleBroken()
{
    m_lease->whenEnded(this, m_clock, exitPatience, [this](const Error &why) {
        end();
        Q_EMIT failed(why);
    });
}

Error Generation::refusal(int status) const
{
    if (status == 400 || status == 422) {
        const QString words = QString::fromUtf8(m_call->body().left(maxErrorBytes)).simplified();
        return {ErrorKind::InvalidArgument, words.isEmpty() ? u"Shimmy refused the request"_s : words, {}, false, {}};
    }
    if (status == 404) // another replica has removed it just now
        return {ErrorKind::ModelNotFound, u"the model has been removed"_s, u"see /v1/models"_s, false, {}};
    const QString message =
        status == 502 ? u"Shimmy could not load the model or generate with it"_s : u"Shimmy answered %1"_s.arg(status);
    return {ErrorKind::ShimmyFailed, message, u"see the log of shimmyd for what Shimmy said"_s, true, {}};
}

void Generation::setPaused(bool paused)
{
    if (m_paused == paused)
        return;
    m_paused = paused;
    if (m_call)
        m_call->setPaused(paused);
}

void Generation::end()
{
    if (m_call) {
        disconnect(m_call, nullptr, this, nullptr);
        m_call->abort();
        m_call->deleteLater();
        m_call = nullptr;
    }
    m_lease.reset();
}
