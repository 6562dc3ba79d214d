#include "cli/answer.h"

#include "cli/terminal.h"
#include "client/api_client.h"

using namespace Qt::StringLiterals;

namespace {

constexpr double shortestMeasured = 0.05; ///< seconds; of less no rate is worth telling

qsizetype leadingSpaces(const QString &text)
{
    qsizetype count = 0;
    while (count < text.size() && text.at(count).isSpace())
        ++count;
    return count;
}

} // namespace

Answer::Answer(const Session &session, ChatOrder order)
    : m_session(session)
    , m_order(std::move(order))
{
}

Answer::~Answer() = default;

void Answer::start()
{
    if (m_session.terminal.showsBar() && m_session.terminal.outputIsTerminal())
        m_session.terminal.showBar(u"…"_s);
    m_stream = m_session.client.chat(m_order);
    connect(m_stream.get(), &ApiStream::received, this, &Answer::handleReceived);
    connect(m_stream.get(), &ApiStream::finished, this, [this] {
        closeLine();
        Q_EMIT finished();
    });
    connect(m_stream.get(), &ApiStream::failed, this, [this](const Error &error) {
        closeLine();
        Q_EMIT failed(error);
    });
}

void Answer::stop()
{
    m_stream.reset(); // the server ends the generation when its client is gone
    closeLine();
}

void Answer::handleReceived(const QJsonObject &json)
{
    const ChatEvent event = ChatEvent::fromJson(json);
    m_tokens = qMax(m_tokens, event.completionTokens);
    if (!event.finishReason.isEmpty())
        m_finishReason = event.finishReason;
    // Many models begin their turn with a space, which is no part of what they say.
    const bool isTurn = m_text.isEmpty() && !m_order.isRaw();
    const QString text = isTurn ? event.text.mid(leadingSpaces(event.text)) : event.text;
    if (text.isEmpty())
        return;
    m_lastToken = std::chrono::steady_clock::now();
    if (m_text.isEmpty()) {
        m_firstToken = m_lastToken;
        m_session.terminal.clearBar();
    }
    m_text += text;
    if (!m_session.json)
        m_session.terminal.print(text);
}

void Answer::closeLine()
{
    m_session.terminal.clearBar();
    if (!m_session.json && !m_text.isEmpty() && !m_text.endsWith(u'\n'))
        m_session.terminal.print(u"\n"_s);
}

double Answer::tokensPerSecond() const
{
    const std::chrono::duration<double> took = m_lastToken - m_firstToken;
    return m_tokens > 1 && took.count() > shortestMeasured ? (m_tokens - 1) / took.count() : 0;
}

QString Answer::pace() const
{
    const double rate = tokensPerSecond();
    if (m_tokens > 0 && rate <= 0)
        return u"%1 tokens"_s.arg(m_tokens);
    return rate > 0 ? u"%1 tokens, %2 a second"_s.arg(m_tokens).arg(rate, 0, 'f', 1) : QString();
}

QJsonObject Answer::toJson() const
{
    return {{u"model"_s, m_order.model},
            {u"text"_s, m_text},
            {u"finish_reason"_s, m_finishReason},
            {u"completion_tokens"_s, m_tokens},
            {u"tokens_per_second"_s, tokensPerSecond()}};
}
