#include "hub/model_ref.h"

#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxLength = 2048;

bool isHubHost(const QString &host, const QString &endpointHost)
{
    return host == "hf.co"_L1 || host == "huggingface.co"_L1 || host == "www.huggingface.co"_L1 || host == endpointHost;
}

bool isTag(QStringView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
        return c.unicode() < 128 && (c.isLetterOrNumber() || c == u'_' || c == u'-');
    });
}

Result<ModelRef> parsePlain(QStringView text)
{
    const qsizetype colon = text.indexOf(u':');
    const auto repo = RepoId::parse(colon < 0 ? text : text.first(colon));
    if (!repo)
        return failWith(repo);
    ModelRef ref{*repo, {}, {}, {}};
    if (colon < 0)
        return ref;
    const QStringView tag = text.sliced(colon + 1);
    if (!isTag(tag)) {
        return fail(ErrorKind::InvalidArgument, u"\"%1\" is not a quantization"_s.arg(tag.left(64)),
                    u"use owner/name:Q4_K_M, or :auto"_s);
    }
    ref.quantization = tag.toString();
    return ref;
}

/// "owner/name", "owner/name/tree/REV" or "owner/name/resolve|blob/REV/path/of/file".
Result<ModelRef> parseUrlPath(const QString &path, QStringView original)
{
    const QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
    if (parts.size() <= 2)
        return parsePlain(parts.join(u'/'));
    const auto repo = RepoId::parse(QString(parts[0] + u'/' + parts[1]));
    if (!repo)
        return failWith(repo);
    ModelRef ref{*repo, {}, {}, {}};
    const bool isFile = parts[2] == "resolve"_L1 || parts[2] == "blob"_L1 || parts[2] == "raw"_L1;
    if ((!isFile && parts[2] != "tree"_L1) || parts.size() < (isFile ? 5 : 4)) {
        return fail(ErrorKind::InvalidArgument, u"\"%1\" is not the page of a repo or a file"_s.arg(original.left(200)),
                    u"use …/owner/name or …/owner/name/resolve/main/file.gguf"_s);
    }
    const auto revision = Revision::parse(parts[3]);
    if (!revision)
        return failWith(revision);
    ref.revision = *revision;
    if (isFile) {
        const auto file = RepoPath::parseGguf(QString(parts.mid(4).join(u'/')));
        if (!file)
            return failWith(file);
        ref.file = *file;
    }
    return ref;
}

} // namespace

Result<ModelRef> ModelRef::parse(QStringView text, const QString &endpointHost)
{
    if (text.size() > maxLength)
        return fail(ErrorKind::InvalidArgument, u"the model's name is too long"_s);
    for (const QLatin1StringView prefix : {"hf.co/"_L1, "huggingface.co/"_L1}) {
        if (text.startsWith(prefix))
            return parseUrlPath(text.sliced(prefix.size()).toString(), text);
    }
    if (!text.startsWith("https://"_L1) && !text.startsWith("http://"_L1))
        return parsePlain(text);
    const QUrl url(text.toString(), QUrl::StrictMode);
    if (!url.isValid() || !url.userInfo().isEmpty() || !isHubHost(url.host(), endpointHost)) {
        return fail(ErrorKind::InvalidArgument, u"\"%1\" is not a URL of the Hub"_s.arg(text.left(200)),
                    u"models come from the configured Hub only: name the repo as owner/name"_s);
    }
    // Decoded once here; RepoPath refuses what would still be encoded afterwards.
    return parseUrlPath(url.path(QUrl::FullyDecoded), text);
}
