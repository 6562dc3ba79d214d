#include "api/search_route.h"

#include "api/hub_visits.h"
#include "api/query_values.h"
#include "api/tagged_answer.h"
#include "hub/hub_browser.h"
#include "hub/repo_choice.h"
#include "store/model_store.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxQueryLength = 200;

struct Wanted {
    RepoSearch search;
    bool onlyWhatFits = false;
    Secret token;
};

Result<RepoSearch::Order> orderOf(const QString &name)
{
    static const QHash<QString, RepoSearch::Order> orders{
        {QString(), RepoSearch::Order::Downloads},      {u"downloads"_s, RepoSearch::Order::Downloads},
        {u"likes"_s, RepoSearch::Order::Likes},         {u"lastModified"_s, RepoSearch::Order::LastModified},
        {u"createdAt"_s, RepoSearch::Order::CreatedAt}, {u"trendingScore"_s, RepoSearch::Order::Trending},
    };
    const auto order = orders.constFind(name);
    if (order == orders.constEnd()) {
        return fail(ErrorKind::InvalidArgument, u"\"sort\" cannot be \"%1\""_s.arg(name.left(64)),
                    u"use downloads, likes, lastModified, createdAt or trendingScore"_s);
    }
    return *order;
}

/// The Hub's cursor in the clothes of ours: letters, digits, '-' and '_' only.
QJsonValue wrapped(const QByteArray &cursor)
{
    if (cursor.isEmpty())
        return QJsonValue();
    return QString::fromLatin1(cursor.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

Result<QByteArray> unwrapped(const QString &cursor)
{
    const auto decoded = QByteArray::fromBase64Encoding(cursor.toUtf8(),
                                                        QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals
                                                            | QByteArray::AbortOnBase64DecodingErrors);
    const bool isText = decoded && QString::fromUtf8(*decoded).toUtf8() == *decoded;
    if (!isText || ((*decoded).isEmpty() && !cursor.isEmpty()))
        return fail(ErrorKind::InvalidArgument, u"\"cursor\" is none of ours"_s, u"use a next_cursor as it came"_s);
    return *decoded;
}

Result<Wanted> wantedOf(const HttpRequest &request)
{
    const auto query =
        QueryValues::parse(request, {u"q"_s, u"author"_s, u"sort"_s, u"limit"_s, u"cursor"_s, u"fits"_s});
    if (!query)
        return failWith(query);
    Wanted wanted;
    wanted.search.text = query->text("q"_L1);
    wanted.search.author = query->text("author"_L1);
    static const QRegularExpression owner(u"\\A[A-Za-z0-9_.-]{0,96}\\z"_s);
    if (wanted.search.text.size() > maxQueryLength || !owner.match(wanted.search.author).hasMatch()) {
        return fail(ErrorKind::InvalidArgument, u"\"q\" is too long, or \"author\" is no name of one"_s,
                    u"use up to %1 characters, and a name as in TheBloke"_s.arg(maxQueryLength));
    }
    const auto order = orderOf(query->text("sort"_L1));
    const auto limit = query->number("limit"_L1, 1, 100, 20);
    const auto cursor = unwrapped(query->text("cursor"_L1));
    const auto fits = query->flag("fits"_L1);
    const auto token = hubTokenOf(request);
    if (!order)
        return failWith(order);
    if (!limit)
        return failWith(limit);
    if (!cursor)
        return failWith(cursor);
    if (!fits)
        return failWith(fits);
    if (!token)
        return failWith(token);
    wanted.search.order = *order;
    wanted.search.limit = *limit;
    wanted.search.cursor = *cursor;
    wanted.onlyWhatFits = fits->value_or(false);
    wanted.token = *token;
    return wanted;
}

/// What the model's weights take in the preferred quantization; nothing when the number of weights is not known.
std::optional<qint64> estimatedBytes(const RepoFacts &facts)
{
    static const double bits = Quantization::parse(u"Q4_K_M")->bitsPerWeight().value_or(0);
    constexpr qint64 mostParameters = qint64(1) << 44;
    if (facts.parameterCount <= 0 || facts.parameterCount > mostParameters)
        return std::nullopt;
    return static_cast<qint64>(static_cast<double>(facts.parameterCount) * bits / 8);
}

QJsonArray installedIds(const ModelStore &store, const RepoId &repo)
{
    QJsonArray ids;
    for (const Model &model : store.models()) {
        if (model.manifest.source && model.manifest.source->repo == repo)
            ids.append(model.id);
    }
    return ids;
}

QJsonObject repoJson(const ApiContext &context, const RepoFacts &facts)
{
    const auto bytes = estimatedBytes(facts);
    const qint64 needed = neededMemory(bytes.value_or(0));
    const QString id = facts.repo.toString();
    return {
        {u"model"_s, id},
        {u"author"_s, id.contains(u'/') ? QJsonValue(id.section(u'/', 0, 0)) : QJsonValue()},
        {u"downloads"_s, facts.downloads},
        {u"likes"_s, facts.likes},
        {u"last_modified"_s, facts.lastModified.isEmpty() ? QJsonValue() : QJsonValue(facts.lastModified)},
        {u"gated"_s,
         facts.gating == Gating::None ? QJsonValue(false)
                                      : QJsonValue(facts.gating == Gating::Auto ? u"auto"_s : u"manual"_s)},
        {u"parameters"_s, facts.parameterCount > 0 ? QJsonValue(facts.parameterCount) : QJsonValue()},
        {u"architecture"_s, facts.architecture.isEmpty() ? QJsonValue() : QJsonValue(facts.architecture)},
        {u"context_length"_s, facts.contextLength > 0 ? QJsonValue(facts.contextLength) : QJsonValue()},
        {u"estimated_size"_s, bytes ? QJsonValue(*bytes) : QJsonValue()},
        {u"needed_memory"_s, bytes ? QJsonValue(needed) : QJsonValue()},
        {u"fits"_s, bytes ? QJsonValue(needed <= context.memoryBytes) : QJsonValue()},
        {u"installed"_s, installedIds(context.store, facts.repo)},
    };
}

} // namespace

void searchRepos(const ApiContext &context, RoutedRequest request)
{
    const auto wanted = wantedOf(request.exchange->request());
    if (!wanted)
        return sendError(*request.exchange, wanted.error(), ErrorStyle::Plain);
    QObject *visit = context.visits.begin(request.exchange);
    if (!visit)
        return;
    context.browser.search(
        wanted->search, wanted->token, visit,
        [context, exchange = request.exchange, wanted = *wanted](const Result<Browsed<RepoPage>> &page) {
            if (!page)
                return sendError(*exchange, page.error(), ErrorStyle::Plain);
            QJsonArray models;
            for (const RepoFacts &facts : page->value.repos) {
                const QJsonObject row = repoJson(context, facts);
                if (!wanted.onlyWhatFits || row.value("fits"_L1) != QJsonValue(false))
                    models.append(row);
            }
            sendTagged(*exchange,
                       {{u"models"_s, models},
                        {u"next_cursor"_s, wrapped(page->value.nextCursor)},
                        {u"memory_limit"_s, context.memoryBytes}},
                       page->waited);
        });
}
