#include "api/progress_stream.h"

#include "base/json.h"

using namespace std::chrono_literals;

namespace {

constexpr auto interval = 250ms;
constexpr auto longestSilence = 10s;

} // namespace

ProgressStream::ProgressStream(ExchangePtr exchange, Clock &clock, std::function<QJsonObject()> progress)
    : m_exchange(std::move(exchange))
    , m_clock(clock)
    , m_progress(std::move(progress))
    , m_toldAt(clock.now())
{
    connect(m_exchange.get(), &Exchange::aborted, this, &QObject::deleteLater);
    m_exchange->begin(200, {{"Content-Type", "application/x-ndjson"}, {"Cache-Control", "no-cache"}});
    tick();
}

void ProgressStream::tell(const QJsonObject &line)
{
    m_toldAt = m_clock.now();
    m_exchange->write(QByteArray(toJson(line) + '\n'));
}

void ProgressStream::end(const QJsonObject &line)
{
    tell(line);
    m_exchange->end();
    deleteLater();
}

void ProgressStream::tick()
{
    m_clock.callAfter(interval, this, [this] {
        const QJsonObject line = m_progress();
        const bool isDue = line != m_lastLine || m_clock.now() - m_toldAt >= longestSilence;
        // A slow reader gets fewer lines, never a backlog.
        if (!line.isEmpty() && isDue && m_exchange->isOpen() && m_exchange->backlog() == 0) {
            m_lastLine = line;
            tell(line);
        }
        tick();
    });
}
