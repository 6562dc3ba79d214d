#include "api/request_log.h"

#include "base/logging.h"
#include "http/exchange.h"
#include "metrics/metrics.h"

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestPath = 200;
constexpr int clientLeft = 499;

/// The query stays out: it may say what is nobody's business.
QString lineOf(const Exchange &exchange)
{
    const HttpRequest &request = exchange.request();
    const double milliseconds = std::chrono::duration<double, std::milli>(exchange.age()).count();
    QString line = u"%1 %2 %3, %4 bytes in %5 ms, from %6"_s.arg(
        QString::fromLatin1(request.method.left(16)), QString::fromLatin1(request.path.left(longestPath)),
        QString::number(exchange.status() == 0 ? clientLeft : exchange.status()), QString::number(exchange.bodyBytes()),
        QString::number(milliseconds, 'f', 1), request.peer.toString());
    if (!exchange.caller().isEmpty())
        line += u" with the key "_s + QString::fromLatin1(exchange.caller());
    if (exchange.wasCutOff())
        line += u", cut off"_s;
    return line;
}

} // namespace

/// Of probes, which come every few seconds, only what has changed.
bool RequestLog::isWorthALine(const Exchange &exchange)
{
    if (!exchange.isProbe())
        return true;
    if (exchange.status() == 0) // the prober left
        return false;
    const int before = m_probed.value(exchange.route(), 200);
    m_probed.insert(exchange.route(), exchange.status());
    return exchange.status() != before;
}

void RequestLog::take(const Exchange &exchange)
{
    m_metrics.countRequest(exchange);
    const bool isWorthALine = this->isWorthALine(exchange);
    if (!isWorthALine && !logAccess().isDebugEnabled())
        return;
    if (!m_lines.take(std::chrono::steady_clock::now())) {
        ++m_leftOut;
        return;
    }
    tellLeftOut();
    const LogRequest concerned(exchange.request().id);
    if (!isWorthALine)
        qCDebug(logAccess).noquote() << lineOf(exchange);
    else
        qCInfo(logAccess).noquote() << lineOf(exchange);
}

void RequestLog::tellLeftOut()
{
    if (m_leftOut > 0)
        qCWarning(logAccess) << m_leftOut << "more requests were answered and left out here";
    m_leftOut = 0;
}
