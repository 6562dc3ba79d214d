#include "api/card_route.h"

#include "api/hub_visits.h"
#include "api/query_values.h"
#include "api/tagged_answer.h"
#include "hub/hub_browser.h"
#include "hub/hub_client.h"
#include "hub/model_ref.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

struct Wanted {
    RepoId repo;
    Revision revision;
    Secret token;
};

Result<Wanted> wantedOf(const HttpRequest &request, const QString &endpointHost)
{
    const auto query = QueryValues::parse(request, {u"model"_s, u"revision"_s});
    if (!query)
        return failWith(query);
    if (query->text("model"_L1).isEmpty()) {
        return fail(ErrorKind::InvalidArgument, u"\"model\" is missing"_s,
                    u"name a repo, as in ?model=TheBloke/phi-2-GGUF"_s);
    }
    const auto ref = ModelRef::parse(query->text("model"_L1), endpointHost);
    if (!ref)
        return failWith(ref);
    const QString named = query->text("revision"_L1);
    const auto revision =
        named.isEmpty() ? Result<Revision>(ref->revision.value_or(Revision::main())) : Revision::parse(named);
    if (!revision)
        return failWith(revision);
    const auto token = hubTokenOf(request);
    if (!token)
        return failWith(token);
    return Wanted{ref->repo, *revision, *token};
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject cardJson(const HubClient &hub, const DescribedRepo &described, const Revision &revision)
{
    const RepoFacts &facts = described.facts;
    const RepoCard &card = described.card;
    return {
        {u"model"_s, facts.repo.toString()},
        {u"revision"_s, revision.toString()},
        {u"commit"_s, orNull(facts.commit)},
        {u"page"_s, hub.pageOf(facts.repo)},
        {u"license"_s, orNull(card.license)},
        {u"license_link"_s, orNull(card.licenseLink)},
        {u"tags"_s, QJsonArray::fromStringList(card.tags)},
        {u"text"_s, card.text},
    };
}

} // namespace

void getCard(const ApiContext &context, RoutedRequest request)
{
    const auto wanted = wantedOf(request.exchange->request(), context.hub.config().endpoint.host());
    if (!wanted)
        return sendError(*request.exchange, wanted.error(), ErrorStyle::Plain);
    QObject *visit = context.visits.begin(request.exchange);
    if (!visit)
        return;
    context.browser.describe(wanted->repo, wanted->revision, wanted->token, visit,
                             [&hub = context.hub, exchange = request.exchange,
                              revision = wanted->revision](const Result<Browsed<DescribedRepo>> &described) {
                                 if (!described)
                                     return sendError(*exchange, described.error(), ErrorStyle::Plain);
                                 sendTagged(*exchange, cardJson(hub, described->value, revision), described->waited);
                             });
}
