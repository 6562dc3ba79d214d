#include "hub/repo_file.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

std::optional<Shard> shardOf(const RepoPath &path)
{
    static const QRegularExpression shape(u"\\A(.*?)-(\\d{5})-of-(\\d{5})\\.gguf\\z"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    const auto match = shape.match(path.toString());
    if (!match.hasMatch())
        return std::nullopt;
    return Shard{match.captured(1), match.captured(2).toInt(), match.captured(3).toInt()};
}

bool isModelFile(const RepoPath &path)
{
    const QString name = path.fileName().toLower();
    return name.endsWith(".gguf"_L1) && !name.contains("mmproj"_L1) && !name.contains("imatrix"_L1)
        && !name.contains("mtp-"_L1) && !name.contains("eagle3-"_L1);
}

RepoPath firstShardOf(const RepoPath &path)
{
    const auto shard = shardOf(path);
    if (!shard)
        return path;
    const QString number = u"-%1-of-%2.gguf"_s.arg(1, 5, 10, '0'_L1).arg(shard->count, 5, 10, '0'_L1);
    return RepoPath::parseGguf(QString(shard->stem + number)).value_or(path);
}
