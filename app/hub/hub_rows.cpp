#include "hub/hub_rows.h"

#include "base/json.h"
#include "hub/hub_limits.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxTextLength = 200;

/// A word of the Hub's for our answers: short, and without what a terminal would act on.
QString textOf(const QJsonObject &row, QLatin1StringView name)
{
    QString text = row.value(name).toString().left(maxTextLength);
    for (QChar &character : text) {
        if (!character.isPrint())
            character = u'?';
    }
    return text;
}

qint64 countOf(const QJsonObject &row, QLatin1StringView name)
{
    return std::max<qint64>(row.value(name).toInteger(0), 0);
}

/// What the tag "license:…" says.
QString licenseOf(const QJsonObject &row)
{
    for (const auto tag : row.value("tags"_L1).toArray()) {
        if (const QString text = tag.toString(); text.startsWith("license:"_L1))
            return textOf({{u"license"_s, text.sliced(8)}}, "license"_L1);
    }
    return {};
}

Gating gatingOf(const QJsonValue &gated)
{
    if (gated.isString())
        return gated == "auto"_L1 ? Gating::Auto : Gating::Manual;
    return gated.toBool() ? Gating::Manual : Gating::None;
}

std::optional<RepoFile> fileFromTree(const QJsonObject &entry)
{
    const auto path = RepoPath::parse(entry.value("path"_L1).toString());
    if (entry.value("type"_L1) != "file"_L1 || !path)
        return std::nullopt; // a directory, or a name that we would never write to disk
    const QJsonObject lfs = entry.value("lfs"_L1).toObject();
    const qint64 bytes = (lfs.isEmpty() ? entry : lfs).value("size"_L1).toInteger(-1);
    if (bytes < 0 || bytes > maxFileBytes)
        return std::nullopt;
    return RepoFile{*path, bytes, Sha256::fromHex(lfs.value("oid"_L1).toString().toLatin1())};
}

Result<QJsonArray> rowsOf(QByteArrayView json, const QString &what)
{
    const auto rows = parseJson(json, what);
    if (!rows || !rows->isArray())
        return fail(ErrorKind::HubFailed, u"%1 is not readable"_s.arg(what));
    return rows->toArray();
}

} // namespace

std::optional<RepoFacts> repoFactsOf(const QJsonObject &row)
{
    const auto repo = RepoId::parse(row.value("id"_L1).toString(row.value("modelId"_L1).toString()));
    if (!repo)
        return std::nullopt;
    static const QRegularExpression commit(u"\\A[0-9a-f]{40}\\z"_s);
    const QString sha = row.value("sha"_L1).toString();
    const QJsonObject gguf = row.value("gguf"_L1).toObject();
    return RepoFacts{*repo,
                     commit.match(sha).hasMatch() ? sha : QString(),
                     gatingOf(row.value("gated"_L1)),
                     countOf(row, "downloads"_L1),
                     countOf(row, "likes"_L1),
                     textOf(row, "lastModified"_L1),
                     countOf(gguf, "total"_L1),
                     textOf(gguf, "architecture"_L1),
                     countOf(gguf, "context_length"_L1),
                     licenseOf(row)};
}

Result<QList<RepoFile>> filesOfTree(QByteArrayView json)
{
    const auto rows = rowsOf(json, u"the Hub's list of files"_s);
    if (!rows)
        return failWith(rows);
    QList<RepoFile> files;
    for (const auto row : *rows) {
        if (auto file = fileFromTree(row.toObject()))
            files += *std::move(file);
    }
    return files;
}

Result<QList<RepoFacts>> reposOfSearch(QByteArrayView json)
{
    const auto rows = rowsOf(json, u"the Hub's list of repos"_s);
    if (!rows)
        return failWith(rows);
    QList<RepoFacts> repos;
    for (const auto row : *rows) {
        if (auto repo = repoFactsOf(row.toObject()))
            repos += *std::move(repo);
    }
    return repos;
}

Result<HubUser> userOfWhoami(QByteArrayView json)
{
    const auto answer = parseJsonObject(json, u"the Hub's answer"_s);
    if (!answer || !answer->value("name"_L1).isString())
        return fail(ErrorKind::HubFailed, u"the Hub's answer to whose token it is is not readable"_s);
    HubUser user{textOf(*answer, "name"_L1), textOf(*answer, "fullname"_L1), textOf(*answer, "type"_L1), {}, {}, {}};
    for (const auto organisation : answer->value("orgs"_L1).toArray()) {
        const QString name = textOf(organisation.toObject(), "name"_L1);
        if (!name.isEmpty() && user.organisations.size() < 100)
            user.organisations += name;
    }
    const QJsonObject token = answer->value("auth"_L1).toObject().value("accessToken"_L1).toObject();
    user.tokenName = textOf(token, "displayName"_L1);
    user.tokenRole = textOf(token, "role"_L1);
    return user;
}

QByteArray nextPageOf(const QByteArray &link)
{
    static const QRegularExpression next(u"<([^>]+)>\\s*;\\s*rel=\"?next\"?"_s);
    return next.match(QString::fromLatin1(link)).captured(1).toLatin1();
}
