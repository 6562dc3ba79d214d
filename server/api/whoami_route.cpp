#include "api/whoami_route.h"

#include "api/hub_visits.h"
#include "api/query_values.h"
#include "hub/hub_browser.h"
#include "hub/hub_client.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

/// \a source names where the token comes from; with an empty one there is none.
QJsonObject userJson(const HubConfig &config, const HubUser &user, const QString &source)
{
    const QJsonObject token{
        {u"source"_s, source}, {u"name"_s, orNull(user.tokenName)}, {u"role"_s, orNull(user.tokenRole)}};
    return {
        {u"hub"_s, config.endpoint.toString()},
        {u"name"_s, orNull(user.name)},
        {u"type"_s, orNull(user.type)},
        {u"fullname"_s, orNull(user.fullName)},
        {u"orgs"_s, QJsonArray::fromStringList(user.organisations)},
        {u"token"_s, source.isEmpty() ? QJsonValue() : QJsonValue(token)},
    };
}

} // namespace

void getWhoami(const ApiContext &context, RoutedRequest request)
{
    const HubConfig &config = context.hub.config();
    const auto token = hubTokenOf(request.exchange->request());
    if (!token)
        return sendError(*request.exchange, token.error(), ErrorStyle::Plain);
    const QString source = token->isEmpty() ? config.tokenSource : u"X-HF-Token"_s;
    if (source.isEmpty())
        return sendJson(*request.exchange, 200, userJson(config, {}, {}), {{"Cache-Control", "private, no-cache"}});
    QObject *visit = context.visits.begin(request.exchange);
    if (!visit)
        return;
    context.browser.whoAmI(
        *token, visit, [&config, exchange = request.exchange, source](const Result<Browsed<HubUser>> &user) {
            if (!user) {
                Error error = user.error();
                if (error.kind == ErrorKind::Unauthorized)
                    error.hint = u"the Hub does not know the token from %1: make a new one at its "
                                 "settings"_s.arg(source);
                return sendError(*exchange, error, ErrorStyle::Plain);
            }
            sendJson(*exchange, 200, userJson(config, user->value, source), {{"Cache-Control", "private, no-cache"}});
        });
}
