#include "api/pull_request.h"

#include "hub/hub_config.h"
#include "hub/model_ref.h"
#include "hub/repo_file.h"

using namespace Qt::StringLiterals;

namespace {

/// A member that must be a string if it is there at all; empty when it is not.
Result<QString> stringMember(const QJsonObject &body, QLatin1StringView name)
{
    const QJsonValue value = body.value(name);
    if (!value.isString() && !value.isNull() && !value.isUndefined())
        return fail(ErrorKind::InvalidArgument, u"\"%1\" must be a string"_s.arg(name));
    return value.toString();
}

Result<bool> boolMember(const QJsonObject &body, QLatin1StringView name, bool otherwise)
{
    const QJsonValue value = body.value(name);
    if (!value.isBool() && !value.isNull() && !value.isUndefined())
        return fail(ErrorKind::InvalidArgument, u"\"%1\" must be true or false"_s.arg(name));
    return value.toBool(otherwise);
}

/// What `filename`, `quantization`, the reference's tag or its file say of which file is meant.
Result<void> chooseWhat(DownloadRequest &download, const ModelRef &ref, const QString &filename, QString quantization)
{
    if (!filename.isEmpty()) {
        const auto path = RepoPath::parseGguf(filename);
        if (!path)
            return failWith(path);
        download.path = firstShardOf(*path); // naming any part names the model
        return {};
    }
    if (ref.file) {
        download.path = firstShardOf(*ref.file);
        return {};
    }
    if (quantization.isEmpty() && ref.quantization)
        quantization = *ref.quantization;
    if (quantization.isEmpty())
        return fail(ErrorKind::InvalidArgument, u"Both 'model' and 'filename' are required"_s,
                    u"name a filename, or a quantization such as Q4_K_M or auto"_s);
    if (quantization.compare("auto"_L1, Qt::CaseInsensitive) == 0
        || quantization.compare("latest"_L1, Qt::CaseInsensitive) == 0)
        return {};
    download.quantization = Quantization::parse(quantization);
    if (!download.quantization) {
        return fail(ErrorKind::InvalidArgument, u"\"%1\" is not a quantization"_s.arg(quantization.left(64)),
                    u"use one such as Q4_K_M, or auto"_s);
    }
    return {};
}

} // namespace

Result<PullRequest> PullRequest::parse(const QJsonObject &body, const HttpRequest &request, const QString &endpointHost)
{
    if (body.isEmpty())
        return fail(ErrorKind::InvalidArgument, u"Request body required"_s);
    const auto model = stringMember(body, "model"_L1);
    const auto filename = stringMember(body, "filename"_L1);
    const auto quantization = stringMember(body, "quantization"_L1);
    const auto revision = stringMember(body, "revision"_L1);
    for (const auto *text : {&model, &filename, &quantization, &revision}) {
        if (!*text)
            return failWith(*text);
    }
    const auto queue = boolMember(body, "queue"_L1, false);
    const auto stream = boolMember(body, "stream"_L1, true);
    const auto force = boolMember(body, "force"_L1, false);
    for (const auto *flag : {&queue, &stream, &force}) {
        if (!*flag)
            return failWith(*flag);
    }
    const QJsonValue priority = body.value("priority"_L1);
    if (!priority.isUndefined() && !priority.isNull()
        && (!priority.isDouble() || priority.toDouble() != priority.toInt()))
        return fail(ErrorKind::InvalidArgument, u"\"priority\" must be a whole number"_s);
    if (model->isEmpty())
        return fail(ErrorKind::InvalidArgument, u"Both 'model' and 'filename' are required"_s);

    const auto ref = ModelRef::parse(*model, endpointHost);
    if (!ref)
        return failWith(ref);
    DownloadRequest download(ref->repo);
    if (const auto chosen = chooseWhat(download, *ref, *filename, *quantization); !chosen)
        return failWith(chosen);
    if (ref->revision)
        download.revision = *ref->revision;
    if (!revision->isEmpty()) {
        const auto named = Revision::parse(*revision);
        if (!named)
            return failWith(named);
        download.revision = *named;
    }
    const auto token = parseHubToken(request.field("x-hf-token"));
    if (!token)
        return fail(ErrorKind::InvalidArgument, u"X-HF-Token contains characters that no token has"_s);
    download.token = *token;
    download.force = *force;
    download.priority = priority.toInt(0);
    return PullRequest{download, *model, *filename, *queue, *stream};
}
