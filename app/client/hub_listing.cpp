#include "client/hub_listing.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

OfferedFile fileFrom(const QJsonObject &json)
{
    OfferedFile file;
    file.filename = json.value("filename"_L1).toString();
    file.kind = json.value("kind"_L1).toString();
    file.bytes = json.value("size"_L1).toInteger();
    file.quantization = json.value("quantization"_L1).toString();
    file.bitsPerWeight = json.value("bits_per_weight"_L1).toDouble();
    file.shards = static_cast<int>(json.value("shards"_L1).toArray().size());
    file.isComplete = json.value("complete"_L1).toBool(true);
    file.sha256 = json.value("sha256"_L1).toString();
    file.neededMemory = json.value("needed_memory"_L1).toInteger();
    file.fits = json.value("fits"_L1).toBool();
    file.recommended = json.value("recommended"_L1).toBool();
    const QJsonObject installed = json.value("installed"_L1).toObject();
    file.installedAs = installed.value("id"_L1).toString();
    if (const QJsonValue current = installed.value("current"_L1); current.isBool())
        file.installedIsCurrent = current.toBool();
    return file;
}

FoundRepo repoFrom(const QJsonObject &json)
{
    FoundRepo repo;
    repo.repo = json.value("model"_L1).toString();
    repo.downloads = json.value("downloads"_L1).toInteger();
    repo.likes = json.value("likes"_L1).toInteger();
    repo.lastModified = QDateTime::fromString(json.value("last_modified"_L1).toString(), Qt::ISODateWithMs);
    const QJsonValue gated = json.value("gated"_L1);
    repo.gated = gated.isString() || gated.toBool();
    repo.parameters = json.value("parameters"_L1).toInteger();
    repo.architecture = json.value("architecture"_L1).toString();
    repo.contextLength = json.value("context_length"_L1).toInteger();
    repo.neededMemory = json.value("needed_memory"_L1).toInteger();
    if (const QJsonValue fits = json.value("fits"_L1); fits.isBool())
        repo.fits = fits.toBool();
    for (const auto id : json.value("installed"_L1).toArray())
        repo.installed += id.toString();
    return repo;
}

ApiCall repoCall(const QString &path, const QString &model, const QString &revision, const Secret &hubToken)
{
    QUrlQuery query;
    addQueryItem(query, u"model"_s, model);
    if (!revision.isEmpty())
        addQueryItem(query, u"revision"_s, revision);
    ApiCall call = ApiCall::get(path, query);
    call.hubToken = hubToken.reveal();
    return call;
}

} // namespace

RepoOffer RepoOffer::fromJson(const QJsonObject &json)
{
    RepoOffer listing;
    listing.repo = json.value("model"_L1).toString();
    listing.revision = json.value("revision"_L1).toString();
    listing.commit = json.value("commit"_L1).toString();
    listing.page = json.value("page"_L1).toString();
    listing.accessPage = json.value("access_page"_L1).toString();
    listing.reason = json.value("reason"_L1).toString();
    listing.parameters = json.value("parameters"_L1).toInteger();
    listing.memoryLimit = json.value("memory_limit"_L1).toInteger();
    for (const auto each : json.value("files"_L1).toArray())
        listing.files += fileFrom(each.toObject());
    return listing;
}

ModelCard ModelCard::fromJson(const QJsonObject &json)
{
    ModelCard card;
    card.repo = json.value("model"_L1).toString();
    card.license = json.value("license"_L1).toString();
    card.licenseLink = json.value("license_link"_L1).toString();
    for (const auto tag : json.value("tags"_L1).toArray())
        card.tags += tag.toString();
    card.text = json.value("text"_L1).toString();
    return card;
}

SearchPage SearchPage::fromJson(const QJsonObject &json)
{
    SearchPage page;
    for (const auto each : json.value("models"_L1).toArray())
        page.repos += repoFrom(each.toObject());
    page.nextCursor = json.value("next_cursor"_L1).toString();
    page.memoryLimit = json.value("memory_limit"_L1).toInteger();
    return page;
}

ApiCall listFilesCall(const QString &model, const QString &revision, const Secret &hubToken)
{
    return repoCall(u"/v1/api/files"_s, model, revision, hubToken);
}

ApiCall modelCardCall(const QString &model, const QString &revision, const Secret &hubToken)
{
    return repoCall(u"/v1/api/card"_s, model, revision, hubToken);
}

ApiCall searchCall(const SearchOrder &order, const Secret &hubToken)
{
    QUrlQuery query;
    for (const auto &[name, value] : {std::pair{u"q"_s, order.words}, std::pair{u"author"_s, order.author},
                                      std::pair{u"sort"_s, order.sort}, std::pair{u"cursor"_s, order.cursor}}) {
        if (!value.isEmpty())
            addQueryItem(query, name, value);
    }
    query.addQueryItem(u"limit"_s, QString::number(order.limit));
    if (order.fits)
        query.addQueryItem(u"fits"_s, u"true"_s);
    ApiCall call = ApiCall::get(u"/v1/api/search"_s, query);
    call.hubToken = hubToken.reveal();
    return call;
}

ApiCall whoAmICall(const Secret &hubToken)
{
    ApiCall call = ApiCall::get(u"/v1/api/whoami"_s);
    call.hubToken = hubToken.reveal();
    return call;
}
