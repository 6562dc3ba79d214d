#include "hub/repo_file.h"

#include "base/byte_count.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

/// Weights, the context's cache and the process itself: what a model of \a bytes takes while it answers.
qint64 neededMemory(qint64 bytes)
{
    constexpr qint64 contextAndProcess = 300'000'000;
    return bytes + bytes / 10 + contextAndProcess;
}

QString listed(const QList<RepoFile> &files)
{
    QStringList names;
    for (const RepoFile &file : files) {
        const auto quantization = Quantization::ofFileName(file.path.fileName());
        names += quantization ? quantization->toString() : file.path.toString();
    }
    names.sort();
    names.removeDuplicates();
    return names.isEmpty() ? u"it has no GGUF model"_s : u"it has %1"_s.arg(names.mid(0, 40).join(u", "_s));
}

/// The language models among \a files; a split one once, by its first shard, with the bytes of all.
QList<RepoFile> wholeModels(const QList<RepoFile> &files)
{
    QList<RepoFile> models;
    for (const RepoFile &file : files) {
        if (!isModelFile(file.path))
            continue;
        const RepoPath first = firstShardOf(file.path);
        const auto known =
            std::find_if(models.begin(), models.end(), [&first](const RepoFile &model) { return model.path == first; });
        if (known != models.end())
            known->bytes += file.bytes;
        else
            models += RepoFile{first, file.bytes, first == file.path ? file.sha256 : std::nullopt};
    }
    return models;
}

} // namespace

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

Result<RepoFile> chooseFile(const QList<RepoFile> &files, const RepoId &repo,
                            const std::optional<Quantization> &quantization, qint64 memoryBytes)
{
    QList<RepoFile> models = wholeModels(files);
    QList<RepoFile> candidates;
    for (const RepoFile &file : std::as_const(models)) {
        const auto tag = Quantization::ofFileName(file.path.fileName());
        if (quantization ? tag == quantization : neededMemory(file.bytes) <= memoryBytes)
            candidates += file;
    }
    if (candidates.isEmpty() && !quantization && !models.isEmpty()) {
        const auto smallest = std::min_element(models.begin(), models.end(),
                                               [](const auto &a, const auto &b) { return a.bytes < b.bytes; });
        return fail(ErrorKind::FileNotFound,
                    u"no file of %1 fits in %2 of memory"_s.arg(repo.toString(), formatByteCount(memoryBytes)),
                    u"the smallest, %1, takes about %2"_s.arg(smallest->path.toString(),
                                                              formatByteCount(neededMemory(smallest->bytes))));
    }
    if (candidates.isEmpty()) {
        return fail(ErrorKind::FileNotFound,
                    quantization ? u"%1 has no %2 file"_s.arg(repo.toString(), quantization->toString())
                                 : u"%1 has no GGUF model"_s.arg(repo.toString()),
                    listed(models));
    }
    const auto rank = [](const RepoFile &file) {
        const auto tag = Quantization::ofFileName(file.path.fileName());
        return std::make_tuple(tag ? tag->preference() : 5'000, shardOf(file.path).has_value(),
                               file.path.toString().count(u'/'), file.path.toString());
    };
    return *std::min_element(candidates.begin(), candidates.end(),
                             [&rank](const RepoFile &a, const RepoFile &b) { return rank(a) < rank(b); });
}
