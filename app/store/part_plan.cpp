#include "store/part_plan.h"

using namespace Qt::StringLiterals;

QString PartPlan::id() const
{
    return sha256Of(QString(repo.toString() + u'\n' + commit + u'\n' + path.toString()).toUtf8()).toHex().left(32);
}

QJsonObject PartPlan::toJson() const
{
    return {
        {u"repo"_s, repo.toString()},
        {u"path"_s, path.toString()},
        {u"revision"_s, revision.toString()},
        {u"commit"_s, commit},
        {u"size"_s, bytes},
        {u"sha256"_s, sha256 ? QJsonValue(sha256->toHex()) : QJsonValue()},
    };
}

Result<PartPlan> PartPlan::fromJson(const QJsonObject &json)
{
    const auto repo = RepoId::parse(json.value("repo"_L1).toString());
    const auto path = RepoPath::parseGguf(json.value("path"_L1).toString());
    const auto revision = Revision::parse(json.value("revision"_L1).toString());
    const auto commit = Revision::parse(json.value("commit"_L1).toString());
    const qint64 bytes = json.value("size"_L1).toInteger(-1);
    if (!repo || !path || !revision || !commit || !commit->isCommit() || bytes < 0)
        return fail(ErrorKind::DiskFailed, u"the plan of a part file is not readable"_s);
    return PartPlan{*repo,     *path,
                    *revision, commit->toString(),
                    bytes,     Sha256::fromHex(json.value("sha256"_L1).toString().toLatin1())};
}
