#include "api/log_feed.h"

#include <atomic>
#include <limits>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype linesAtOnce = 50;
constexpr auto longestSilence = 10s;

} // namespace

/// One client that follows. Goes with its connection.
class LogClient final : public QObject {
public:
    LogClient(ExchangePtr exchange, LogHistory &history, LogFeed::Wish wish, Clock &clock)
        : m_exchange(std::move(exchange))
        , m_history(history)
        , m_clock(clock)
        , m_wish(wish)
        , m_lastLine(clock.now())
    {
        connect(m_exchange.get(), &Exchange::aborted, this, &QObject::deleteLater);
        connect(m_exchange.get(), &Exchange::drained, this, [this] {
            m_isBehind = false;
            goOn();
        });
    }

    /// Writes what it has not seen, as long as it reads.
    void goOn()
    {
        while (!m_isBehind && m_exchange->isOpen()) {
            const auto entries = m_history.after(m_seen, linesAtOnce);
            if (!m_wish.follow && (entries.isEmpty() || m_seen >= m_last))
                return end();
            if (entries.isEmpty())
                return;
            tellOfGap(entries.first().number);
            for (auto entry = entries.begin(); entry != entries.end() && !m_isBehind; ++entry)
                take(*entry);
        }
    }

    /// The last lines of the past that it wants to see.
    void begin()
    {
        const auto all = m_history.after(0, std::numeric_limits<qsizetype>::max());
        qsizetype wanted = 0;
        m_last = m_seen = all.isEmpty() ? 0 : all.last().number;
        for (auto entry = all.rbegin(); entry != all.rend() && wanted < m_wish.past; ++entry) {
            wanted += entry->line.level >= m_wish.least ? 1 : 0;
            m_seen = entry->number - 1;
        }
        goOn();
    }

    void keepAlive()
    {
        if (!m_isBehind && m_clock.now() - m_lastLine >= longestSilence)
            write("\n");
    }

    void end()
    {
        m_exchange->end();
        deleteLater();
    }

private:
    void take(const LogHistory::Entry &entry)
    {
        m_seen = entry.number;
        if (entry.line.level >= m_wish.least)
            write(entry.line.toBytes(LogFormat::Json) + '\n');
    }

    void tellOfGap(quint64 next)
    {
        const quint64 missed = next - m_seen - 1;
        if (m_seen == 0 || missed == 0)
            return;
        const LogLine line{m_clock.utc(),
                           LogLevel::Warning,
                           u"logs"_s,
                           u"%1 lines are missing here: this client reads too slowly"_s.arg(missed),
                           {}};
        write(line.toBytes(LogFormat::Json) + '\n');
    }

    void write(const QByteArray &bytes)
    {
        m_lastLine = m_clock.now();
        m_isBehind = !m_exchange->write(bytes);
    }

    const ExchangePtr m_exchange;
    LogHistory &m_history;
    Clock &m_clock;
    const LogFeed::Wish m_wish;
    quint64 m_seen = 0;
    quint64 m_last = 0; ///< of the past
    bool m_isBehind = false; ///< more was written than it has read
    std::chrono::steady_clock::time_point m_lastLine;
};

LogFeed::LogFeed(LogHistory &history, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_history(history)
    , m_clock(clock)
{
    // Lines come from any thread and from within anything: they are shown later, many at once.
    const auto isDue = std::make_shared<std::atomic_bool>(false);
    m_history.setListener([this, isDue] {
        if (isDue->exchange(true))
            return;
        QMetaObject::invokeMethod(
            this,
            [this, isDue] {
                isDue->store(false);
                for (LogClient *client : std::as_const(m_clients))
                    client->goOn();
            },
            Qt::QueuedConnection);
    });
    keepAlive();
}

LogFeed::~LogFeed()
{
    m_history.setListener({});
}

void LogFeed::attach(const ExchangePtr &exchange, const Wish &wish)
{
    exchange->begin(200, {{"Content-Type", "application/x-ndjson"}, {"Cache-Control", "no-cache"}});
    if (!exchange->isOpen())
        return; // HEAD
    auto *client = new LogClient(exchange, m_history, wish, m_clock);
    m_clients += client;
    connect(client, &QObject::destroyed, this, [this, client] { m_clients.removeOne(client); });
    client->begin();
}

void LogFeed::close()
{
    for (LogClient *client : std::exchange(m_clients, {}))
        client->end();
}

void LogFeed::keepAlive()
{
    m_clock.callAfter(longestSilence / 5, this, [this] {
        for (LogClient *client : std::as_const(m_clients))
            client->keepAlive();
        keepAlive();
    });
}
