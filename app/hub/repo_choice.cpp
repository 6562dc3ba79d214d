#include "hub/repo_choice.h"

#include "base/byte_count.h"

#include <QHash>
#include <QStringList>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace {

constexpr int preferenceOfUntagged = 5'000;

/// The order in which models are preferred: smaller is better.
auto rankOf(const RepoGguf &gguf)
{
    const auto tag = gguf.quantization();
    return std::make_tuple(!gguf.isComplete, gguf.kind, tag ? tag->preference() : preferenceOfUntagged,
                           !gguf.shards.isEmpty(), gguf.path.toString().count(u'/'), gguf.path.toString());
}

QString nameOf(const RepoGguf &gguf)
{
    const auto tag = gguf.quantization();
    return tag ? tag->toString() : gguf.path.toString();
}

QString listed(const QList<RepoGguf> &models)
{
    QStringList names;
    for (const RepoGguf &model : models)
        names += nameOf(model);
    names.sort();
    names.removeDuplicates();
    return names.isEmpty() ? u"it has no GGUF model"_s : u"it has %1"_s.arg(names.mid(0, 40).join(u", "_s));
}

/// Why \a best is the one, among \a models of which some do not fit \a memoryBytes.
QString reasonFor(const RepoGguf &best, const QList<RepoGguf> &models, qint64 memoryBytes)
{
    const QString numbers =
        u"needs about %1 of %2"_s.arg(formatByteCount(neededMemory(best.bytes)), formatByteCount(memoryBytes));
    if (models.size() == 1)
        return u"the only model, %1"_s.arg(numbers);
    const bool bestOfAll = best.path == models.first().path;
    return bestOfAll ? u"%1, the preferred one of all, %2"_s.arg(nameOf(best), numbers)
                     : u"%1, the preferred one of those that fit, %2"_s.arg(nameOf(best), numbers);
}

tl::unexpected<Error> nothingFits(const QList<RepoGguf> &models, const RepoId &repo, qint64 memoryBytes)
{
    const auto smallest =
        std::min_element(models.begin(), models.end(), [](const auto &a, const auto &b) { return a.bytes < b.bytes; });
    return fail(ErrorKind::FileNotFound,
                u"no file of %1 fits in %2 of memory"_s.arg(repo.toString(), formatByteCount(memoryBytes)),
                u"the smallest, %1, takes about %2"_s.arg(smallest->path.toString(),
                                                          formatByteCount(neededMemory(smallest->bytes))));
}

} // namespace

GgufKind kindOf(const RepoPath &path)
{
    const QString name = path.fileName().toLower();
    if (name.contains("mmproj"_L1))
        return GgufKind::Projector;
    if (name.contains("imatrix"_L1))
        return GgufKind::Imatrix;
    return isModelFile(path) ? GgufKind::Model : GgufKind::Draft;
}

QList<RepoGguf> ggufsAmong(const QList<RepoFile> &files)
{
    QList<RepoGguf> ggufs;
    QHash<QString, qsizetype> places; // a repo may list very many files
    for (const RepoFile &file : files) {
        if (!file.path.fileName().endsWith(".gguf"_L1, Qt::CaseInsensitive))
            continue;
        const auto shard = shardOf(file.path);
        const RepoPath first = firstShardOf(file.path);
        const auto known = places.constFind(first.toString());
        const qsizetype place = known == places.constEnd() ? ggufs.size() : *known;
        if (place == ggufs.size()) {
            places.insert(first.toString(), place);
            ggufs += RepoGguf{first, 0, shard ? std::nullopt : file.sha256, {}, true, kindOf(first)};
        }
        RepoGguf &gguf = ggufs[place];
        gguf.bytes += file.bytes;
        if (!shard)
            continue;
        gguf.shards += file.path;
        gguf.isComplete = gguf.shards.size() == shard->count;
    }
    for (RepoGguf &gguf : ggufs)
        std::sort(gguf.shards.begin(), gguf.shards.end(),
                  [](const RepoPath &a, const RepoPath &b) { return a.toString() < b.toString(); });
    std::sort(ggufs.begin(), ggufs.end(), [](const RepoGguf &a, const RepoGguf &b) { return rankOf(a) < rankOf(b); });
    return ggufs;
}

qint64 neededMemory(qint64 bytes)
{
    constexpr qint64 contextAndProcess = 300'000'000;
    return bytes + bytes / 10 + contextAndProcess;
}

std::optional<double> bitsPerWeight(const RepoGguf &gguf, qint64 parameterCount)
{
    const auto tag = gguf.quantization();
    const auto typical = tag ? tag->bitsPerWeight() : std::nullopt;
    if (parameterCount <= 0 || gguf.kind != GgufKind::Model || !gguf.isComplete)
        return typical;
    const double measured = static_cast<double>(gguf.bytes) * 8 / static_cast<double>(parameterCount);
    // The Hub counts the parameters of one file; in a repo of several models it says nothing about the others.
    const bool isThisFile =
        typical ? measured > *typical * 0.6 && measured < *typical * 1.7 + 1 : measured > 1 && measured < 33;
    return isThisFile ? std::optional(measured) : typical;
}

Result<FileChoice> chooseFile(const QList<RepoFile> &files, const RepoId &repo,
                              const std::optional<Quantization> &quantization, qint64 memoryBytes)
{
    QList<RepoGguf> models = ggufsAmong(files);
    models.removeIf([](const RepoGguf &gguf) { return gguf.kind != GgufKind::Model || !gguf.isComplete; });
    for (const RepoGguf &model : std::as_const(models)) {
        if (quantization && model.quantization() == quantization)
            return FileChoice{model, u"%1, as asked for"_s.arg(quantization->toString())};
        if (!quantization && neededMemory(model.bytes) <= memoryBytes)
            return FileChoice{model, reasonFor(model, models, memoryBytes)};
    }
    if (!quantization && !models.isEmpty())
        return nothingFits(models, repo, memoryBytes);
    return fail(ErrorKind::FileNotFound,
                quantization ? u"%1 has no %2 file"_s.arg(repo.toString(), quantization->toString())
                             : u"%1 has no GGUF model"_s.arg(repo.toString()),
                listed(models));
}
