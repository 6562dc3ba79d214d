#include "api/hub_visits.h"

#include "api/error_answer.h"

using namespace Qt::StringLiterals;

QObject *HubVisits::begin(const ExchangePtr &exchange)
{
    if (m_running >= most) {
        Error error{
            ErrorKind::QueueFull, u"%1 others are looking around on the Hub"_s.arg(most), u"try again"_s, true, {}};
        error.retryAfter = std::chrono::seconds(1);
        sendError(*exchange, error, ErrorStyle::Plain);
        return nullptr;
    }
    ++m_running;
    auto *visit = new QObject(this);
    // The exchange itself cannot be the context: whoever is to answer it keeps it alive.
    connect(exchange.get(), &Exchange::ended, visit, [this, visit] {
        --m_running;
        visit->deleteLater();
    });
    return visit;
}
