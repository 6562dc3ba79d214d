#include "api/model_importer.h"

#include "base/background.h"
#include "base/byte_count.h"
#include "base/clock.h"
#include "base/logging.h"
#include "hub/repo_file.h"
#include "store/disk_budget.h"
#include "store/durable_file.h"
#include "store/gguf_source.h"
#include "store/model_store.h"
#include "store/publisher.h"

#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <fcntl.h>

using namespace Qt::StringLiterals;

namespace {

/// \a name as that of a file in the models directory itself.
Result<QString> plainName(const QString &name)
{
    const auto path = RepoPath::parseGguf(name);
    if (!path || name.contains(u'/')) {
        return fail(ErrorKind::InvalidArgument, u"\"%1\" cannot be the name of a model's file"_s.arg(name.left(200)),
                    u"give a plain \"filename\" that ends in .gguf"_s);
    }
    if (shardOf(*path)) {
        return fail(ErrorKind::Unsupported, u"%1 is named like one of several files of a model"_s.arg(name),
                    u"give a \"filename\" without the numbers"_s);
    }
    return name;
}

std::optional<Shard> partOf(const QString &path)
{
    const auto name = RepoPath::parseGguf(QFileInfo(path).fileName());
    return name ? shardOf(*name) : std::nullopt;
}

/// Of a file that Shimmy could load. \a path is for messages.
Result<GgufHeader> headerOf(const Result<GgufHeader> &header, const QString &path)
{
    if (!header && header.error().kind == ErrorKind::NotGguf)
        return fail(ErrorKind::NotGguf, u"%1 is no valid GGUF model"_s.arg(path), header.error().hint);
    if (header && header->architecture.isEmpty()) {
        return fail(ErrorKind::Unsupported, u"%1 has a format that Shimmy cannot load"_s.arg(path),
                    u"convert it to GGUF"_s);
    }
    return header;
}

} // namespace

ModelImporter::ModelImporter(Config config, ModelStore &store, const DiskBudget &budget, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_store(store)
    , m_budget(budget)
    , m_clock(clock)
{
    m_disk.setMaxThreadCount(1);
    m_lookers.setMaxThreadCount(1);
}

ModelImporter::~ModelImporter()
{
    for (const auto &run : std::as_const(m_runs))
        run->reading.isCancelled = true;
    m_lookers.waitForDone();
    m_disk.waitForDone();
}

std::optional<std::pair<ModelImporter::State, qint64>> ModelImporter::progress(const QString &name) const
{
    const auto run = m_runs.value(name);
    if (!run)
        return std::nullopt;
    return std::pair(run->state, run->reading.position.load());
}

Result<ModelImporter::Candidate> ModelImporter::look(const QStringList &folders, const QString &path,
                                                     const QString &name)
{
    auto source = openImportSource(path, folders);
    if (!source)
        return failWith(source);
    if (source->path.endsWith(".tar"_L1, Qt::CaseInsensitive))
        return lookInto(std::move(*source), name);
    if (partOf(source->path))
        return lookAtParts(std::move(*source), folders, name);
    const auto plain = plainName(name.isEmpty() ? QFileInfo(source->path).fileName() : name);
    if (!plain)
        return failWith(plain);
    if (const auto header = headerOf(readGgufHeader(source->descriptor.get(), source->bytes), source->path); !header)
        return failWith(header);
    const qint64 bytes = source->bytes;
    return Candidate{std::make_shared<ImportSource>(std::move(*source)), *plain, bytes, std::nullopt, nullptr};
}

Result<ModelImporter::Candidate> ModelImporter::lookAtParts(ImportSource source, const QStringList &folders,
                                                            const QString &name)
{
    const auto plain = plainName(name.isEmpty() ? QString(partOf(source.path)->stem + u".gguf") : name);
    if (!plain)
        return failWith(plain);
    auto split = openSplitSource(source.path, folders);
    if (!split)
        return failWith(split);
    GgufPrefixSource start(split->join.header, split->join.bytes);
    const auto header = readGgufHeader(start);
    if (const auto usable =
            headerOf(header ? Result<GgufHeader>(header->value_or(GgufHeader())) : failWith(header), source.path);
        !usable)
        return failWith(usable);
    const qint64 bytes = split->join.bytes;
    return Candidate{std::make_shared<ImportSource>(std::move(source)), *plain, bytes, std::nullopt,
                     std::make_shared<SplitSource>(*std::move(split))};
}

/// The header of the model in a bundle is read once it is unpacked.
Result<ModelImporter::Candidate> ModelImporter::lookInto(ImportSource source, const QString &name)
{
    const auto contents = readBundle(source);
    if (!contents)
        return failWith(contents);
    const auto plain = plainName(name.isEmpty() ? contents->manifest.file.section(u'/', -1) : name);
    if (!plain)
        return failWith(plain);
    const qint64 bytes = contents->manifest.bytes;
    return Candidate{std::make_shared<ImportSource>(std::move(source)), *plain, bytes, *contents, nullptr};
}

Result<void> ModelImporter::check(const Candidate &candidate) const
{
    if (m_runs.contains(candidate.name) || QFileInfo::exists(m_store.layout().pathOf(candidate.name))) {
        return fail(ErrorKind::Busy, u"there is a file %1 already"_s.arg(candidate.name),
                    u"give another \"filename\", or delete that model first"_s);
    }
    const auto left = m_budget.quotaLeftBytes();
    if (left && *left < candidate.bytes) {
        return fail(ErrorKind::DiskFull,
                    u"%1 needs %2, %3"_s.arg(candidate.source->path, formatByteCount(candidate.bytes),
                                             m_budget.describe(*left)),
                    u"delete a model, or raise --disk-quota"_s);
    }
    return {};
}

void ModelImporter::examine(const QString &path, const QString &name, QObject *context,
                            std::function<void(Result<Candidate>)> examined)
{
    runInBackground(
        m_lookers, this, [folders = m_config.folders, path, name] { return look(folders, path, name); },
        [this, guard = QPointer(context), examined = std::move(examined)](const Result<Candidate> &candidate) {
            if (!guard)
                return;
            if (const auto possible = candidate ? check(*candidate) : Result<void>(); !possible)
                return examined(tl::unexpected(possible.error()));
            examined(candidate);
        });
}

/// It waits among the parts until it is published: what a crash leaves there, the next start removes.
Result<ModelImporter::Done> ModelImporter::take(const Work &work)
{
    const QString staging = work.layout.parts() + u"/import-"_s + QUuid::createUuid().toString(QUuid::Id128);
    auto done = takeTo(staging, work);
    if (!done)
        QFile::remove(staging);
    return done;
}

/// With all of its manifest that only its source can tell.
Result<ModelImporter::Done> ModelImporter::makeFile(const QString &staging, const Work &work)
{
    const Candidate &candidate = work.candidate;
    FileReading &reading = work.run->reading;
    Done done{candidate.bundle ? candidate.bundle->manifest : ModelManifest(), ImportMode::Copy};
    if (candidate.bundle || candidate.split) {
        const auto sha256 = candidate.bundle ? unpackBundle(*candidate.source, *candidate.bundle, staging, reading)
                                             : joinSplit(*candidate.split, staging, reading);
        if (!sha256)
            return failWith(sha256);
        done.manifest.sha256 = *sha256;
        return done;
    }
    const auto file = importFile(*candidate.source, staging, work.mode, reading);
    if (!file)
        return failWith(file);
    done.manifest.sha256 = file->sha256;
    done.mode = file->mode;
    return done;
}

Result<ModelImporter::Done> ModelImporter::takeTo(const QString &staging, const Work &work)
{
    const ImportSource &source = *work.candidate.source;
    auto made = makeFile(staging, work);
    if (!made)
        return made;
    Done done = *std::move(made);
    const auto staged = openFile(staging, O_RDONLY);
    if (!staged)
        return failWith(staged);
    const auto header = headerOf(readGgufHeader(staged->get(), work.candidate.bytes), source.path);
    if (!header)
        return failWith(header);
    done.manifest.file = work.candidate.name;
    done.manifest.bytes = work.candidate.bytes;
    done.manifest.importedFrom = source.path;
    done.manifest.addedAt = work.now;
    done.manifest.header = *header;
    done.manifest.isDamaged = false;
    const Publication publication{work.layout, done.manifest.file, false, work.now};
    if (const auto published = publishFile(staging, done.manifest, publication); !published)
        return failWith(published);
    return done;
}

void ModelImporter::import(const Candidate &candidate, ImportMode mode, const QString &by, QObject *context,
                           std::function<void(Result<Imported>)> imported)
{
    if (const auto possible = check(candidate); !possible)
        return imported(tl::unexpected(possible.error()));
    const auto run = std::make_shared<Run>();
    m_runs.insert(candidate.name, run);
    const auto answer = [this, name = candidate.name, guard = QPointer(context),
                         imported = std::move(imported)](const Result<Imported> &result) {
        m_runs.remove(name);
        if (guard)
            imported(result);
    };
    runInBackground(
        m_disk, this, [work = Work{candidate, mode, m_store.layout(), m_clock.utc(), run}] { return take(work); },
        [this, run, by, answer](const Result<Done> &done) {
            if (!done)
                return answer(tl::unexpected(done.error()));
            const Model model = m_store.add(done->manifest);
            qCInfo(logStore).noquote() << "imported" << model.path << "from" << done->manifest.importedFrom;
            Q_EMIT modelImported(model, by);
            const Imported result{model, done->mode};
            if (!model.isServable())
                return answer(result);
            run->state = State::Loading;
            m_config.load(this, [answer, result](const Result<void> &loaded) {
                answer(loaded ? Result<Imported>(result) : Result<Imported>(tl::unexpected(loaded.error())));
            });
        });
}
