#include "api/logs_route.h"

#include "api/log_feed.h"

#include <QUrlQuery>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace {

constexpr int mostPast = 2000;

Result<LogFeed::Wish> wishOf(const QByteArray &query)
{
    const QUrlQuery items(QString::fromLatin1(query));
    LogFeed::Wish wish;
    const QString follow = items.queryItemValue(u"follow"_s);
    if (!follow.isEmpty() && follow != "true"_L1 && follow != "false"_L1)
        return fail(ErrorKind::InvalidArgument, u"\"follow\" must be true or false"_s);
    wish.follow = follow == "true"_L1;
    if (const QString level = items.queryItemValue(u"level"_s); !level.isEmpty()) {
        constexpr std::array levels{LogLevel::Debug, LogLevel::Info, LogLevel::Warning, LogLevel::Error};
        const auto named = std::ranges::find_if(levels, [&level](LogLevel each) { return levelName(each) == level; });
        if (named == levels.end())
            return fail(ErrorKind::InvalidArgument, u"\"level\" must be debug, info, warning or error"_s);
        wish.least = *named;
    }
    if (const QString limit = items.queryItemValue(u"limit"_s); !limit.isEmpty()) {
        bool isNumber = false;
        const int number = limit.toInt(&isNumber);
        if (!isNumber || number < 0 || number > mostPast)
            return fail(ErrorKind::InvalidArgument, u"\"limit\" must be a whole number from 0 to %1"_s.arg(mostPast));
        wish.past = number;
    }
    return wish;
}

} // namespace

void getLogs(const ApiContext &context, RoutedRequest request)
{
    const auto wish = wishOf(request.exchange->request().query);
    if (!wish)
        return sendError(*request.exchange, wish.error(), ErrorStyle::Plain);
    context.logs.attach(request.exchange, *wish);
}
