#include "api/mirror_path.h"

#include <QList>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace {

QString decoded(const QByteArray &segment)
{
    return QUrl::fromPercentEncoding(segment);
}

/// The decoded segments of \a parts from \a from on, as a path.
QString pathFrom(const QList<QByteArray> &parts, qsizetype from)
{
    QString path;
    for (qsizetype i = from; i < parts.size(); ++i)
        path += (i > from ? u"/"_s : QString()) + decoded(parts[i]);
    return path;
}

/// Where, in \a parts, the word that follows a repo's name stands: 1 for "name", 2 for "owner/name".
qsizetype endOfRepo(const QList<QByteArray> &parts, qsizetype begin, const QList<QByteArray> &words)
{
    for (const qsizetype names : {2, 1}) {
        const qsizetype end = begin + names;
        if (end < parts.size() && words.contains(parts[end]))
            return end;
    }
    return -1;
}

std::optional<MirrorPath> ofRepo(const QList<QByteArray> &parts, qsizetype begin, qsizetype end)
{
    MirrorPath path;
    path.repo = pathFrom(parts.first(end), begin);
    path.before = QByteArray(begin == 0 ? "/" : "/api/models/");
    for (qsizetype i = end; i < parts.size(); ++i)
        path.after += '/' + parts[i];
    if (end == parts.size())
        return path;
    const QByteArray &word = parts[end];
    if (word == "refs" && parts.size() == end + 1) {
        path.what = MirrorPath::What::Refs;
        return path;
    }
    if (parts.size() < end + 2)
        return std::nullopt;
    path.revision = decoded(parts[end + 1]);
    path.file = pathFrom(parts, end + 2);
    if (path.revision.isEmpty())
        return std::nullopt;
    if (word == "resolve" && !path.file.isEmpty())
        path.what = MirrorPath::What::File;
    else if (word == "raw" && !path.file.isEmpty())
        path.what = MirrorPath::What::Pointer;
    else if (word == "tree")
        path.what = MirrorPath::What::Tree;
    else if (word == "paths-info" && path.file.isEmpty())
        path.what = MirrorPath::What::PathsInfo;
    else if (word != "revision" || !path.file.isEmpty())
        return std::nullopt;
    return path;
}

} // namespace

std::optional<MirrorPath> MirrorPath::parse(const QByteArray &path)
{
    const QByteArray prefix = "/hub/";
    if (!path.startsWith(prefix))
        return std::nullopt;
    const QList<QByteArray> parts = path.sliced(prefix.size()).split('/');
    if (parts.first() != "api") {
        const qsizetype end = endOfRepo(parts, 0, {"resolve", "raw"});
        return end < 0 ? std::nullopt : ofRepo(parts, 0, end);
    }
    MirrorPath found;
    if (parts.size() == 2 && parts[1] == "whoami-v2") {
        found.what = What::Whoami;
        return found;
    }
    if (parts.size() < 2 || parts[1] != "models")
        return std::nullopt;
    if (parts.size() == 2) {
        found.what = What::Search;
        return found;
    }
    qsizetype end = endOfRepo(parts, 2, {"revision", "refs", "tree", "paths-info"});
    if (end < 0 && parts.size() <= 4)
        end = parts.size();
    return end < 0 ? std::nullopt : ofRepo(parts, 2, end);
}
