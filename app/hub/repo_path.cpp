#include "hub/repo_path.h"

#include <QList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxComponentBytes = 255;
constexpr qsizetype maxDepth = 8;

bool isHarmless(QStringView component)
{
    const auto isForbidden = [](QChar c) {
        // '%' would be a path separator in disguise for whoever decodes once too often.
        return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format || c == u'\\' || c == u':'
            || c == u'%';
    };
    // What looks like a dot or a slash to a file system that normalises names must not be one, either.
    const QString folded = component.toString().normalized(QString::NormalizationForm_KC);
    if (folded.startsWith(u'.') || folded.contains(u'/'))
        return false;
    return !component.isEmpty() && component.isValidUtf16() && component.toUtf8().size() <= maxComponentBytes
        && std::none_of(component.begin(), component.end(), isForbidden);
}

tl::unexpected<Error> refuse(QStringView text, const QString &hint)
{
    return fail(ErrorKind::InvalidArgument, u"\"%1\" is not a usable file name"_s.arg(text.left(200)), hint);
}

} // namespace

Result<RepoPath> RepoPath::parse(QStringView text)
{
    const auto components = text.split(u'/');
    if (components.size() > maxDepth || !std::all_of(components.begin(), components.end(), isHarmless)) {
        return refuse(text,
                      u"name a file inside the repo, without \"..\", hidden folders, backslashes, colons or percent "
                      "signs"_s);
    }
    return RepoPath(text.toString());
}

Result<RepoPath> RepoPath::parseGguf(QStringView text)
{
    if (!text.endsWith(".gguf"_L1, Qt::CaseInsensitive) || text.size() <= 5)
        return refuse(text, u"only files that end in .gguf can be pulled"_s);
    return parse(text);
}
