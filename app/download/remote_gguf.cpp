#include "download/remote_gguf.h"

#include "download/split_resolver.h"
#include "hub/hub_limits.h"
#include "hub/repo_file.h"
#include "store/gguf_source.h"
#include "store/gguf_structure.h"

#include <QPointer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 firstBytes = 1 << 20;
constexpr qint64 mostBytes = 64 << 20;
constexpr quint64 keptTemplateBytes = 64 << 10;

/// The template of a header that has been read before, so that it is known to be sound.
QString chatTemplateIn(GgufSource &source)
{
    GgufReader reader(source, maxGgufHeaderBytes);
    const GgufPreamble preamble = readGgufPreamble(reader, reader.u32());
    for (GgufKeys keys(reader, preamble.keyCount); keys.next();) {
        if (keys.key() == "tokenizer.chat_template")
            return QString::fromUtf8(keys.readBytes(keptTemplateBytes));
        keys.skipValue();
    }
    return {};
}

/// True when \a start is enough to know what the file is: then \a gguf says it.
bool understand(const QByteArray &start, RemoteGguf &gguf)
{
    GgufPrefixSource source(start, gguf.bytes == unknownSize ? maxFileBytes : gguf.bytes);
    const auto header = readGgufHeader(source);
    if (!header) {
        gguf.trouble = header.error().hint.isEmpty() ? header.error().message : header.error().hint;
        return true;
    }
    if (!*header)
        return false;
    gguf.header = **header;
    if (gguf.header->hasChatTemplate)
        gguf.chatTemplate = chatTemplateIn(source);
    return true;
}

/// One reading; deletes itself after it has called back, or when its context has died.
class Reading final : public QObject {
public:
    using Callback = std::function<void(Result<RemoteGguf>)>;

    Reading(const HubClient &hub, Revision revision, Secret token, QObject *context, Callback callback, QObject *parent)
        : QObject(parent)
        , m_hub(hub)
        , m_revision(std::move(revision))
        , m_token(std::move(token))
        , m_context(context)
        , m_callback(std::move(callback))
    {
        connect(context, &QObject::destroyed, this, &QObject::deleteLater);
    }

    void readFile(const RepoId &repo, const RepoPath &path)
    {
        m_hub.resolve(
            repo, m_revision, path, m_token, this,
            [this](const Result<RemoteFile> &file) {
                if (!file)
                    return end(failWith(file));
                m_location = file->location;
                m_gguf = RemoteGguf{file->repo, file->path, file->commit, file->bytes, file->sha256, {}, {}, {}, {}};
                readStart(firstBytes);
            },
            waits());
    }

    void readShards(const RepoId &repo, const RepoPath &shard)
    {
        m_gguf = RemoteGguf{repo, firstShardOf(shard), {}, 0, {}, {}, {}, {}, {}};
        auto *resolver = new SplitResolver(m_hub, repo, m_revision, shard, m_token, this);
        // Queued: both end the resolver, which is emitting.
        connect(resolver, &SplitResolver::failed, this, &Reading::handleNoSplit, Qt::QueuedConnection);
        connect(resolver, &SplitResolver::resolved, this, &Reading::handleSplit, Qt::QueuedConnection);
        connect(resolver, &SplitResolver::waiting, this, waits());
        resolver->start();
    }

private:
    HubWaits waits()
    {
        return [this](const Error &, std::chrono::milliseconds wait) { m_waited += wait; };
    }

    void readStart(qint64 bytes)
    {
        const qint64 asked = m_gguf->bytes == unknownSize ? bytes : std::min(bytes, m_gguf->bytes);
        if (asked <= 0)
            return endWithTrouble(u"it is empty"_s);
        m_hub.readStart(
            m_location, asked, m_token, this,
            [this, bytes, asked](const Result<QByteArray> &start) {
                if (!start)
                    return end(failWith(start));
                if (understand(*start, *m_gguf))
                    return end(*m_gguf);
                if (start->size() < asked || bytes >= mostBytes || asked < bytes)
                    return endWithTrouble(u"its header does not end"_s);
                readStart(std::min(bytes * 4, mostBytes));
            },
            waits());
    }

    void handleSplit(const SplitPlan &split)
    {
        m_gguf->repo = split.plan.repo;
        m_gguf->commit = split.plan.commit;
        m_gguf->bytes = split.plan.bytes;
        if (!understand(split.header, *m_gguf))
            return endWithTrouble(u"its header does not end"_s);
        end(*m_gguf);
    }

    void handleNoSplit(const Error &error)
    {
        if (error.kind == ErrorKind::NotGguf || error.kind == ErrorKind::Unsupported)
            return endWithTrouble(error.kind == ErrorKind::NotGguf ? error.hint : error.message);
        end(tl::unexpected(error));
    }

    void endWithTrouble(const QString &trouble)
    {
        m_gguf->trouble = trouble;
        end(*m_gguf);
    }

    void end(Result<RemoteGguf> result)
    {
        deleteLater();
        if (result)
            result->waited = m_waited;
        if (m_context)
            std::exchange(m_callback, {})(std::move(result));
    }

    const HubClient &m_hub;
    const Revision m_revision;
    const Secret m_token;
    QPointer<QObject> m_context;
    Callback m_callback;
    QUrl m_location; ///< may be signed: in memory only
    std::optional<RemoteGguf> m_gguf;
    std::chrono::milliseconds m_waited{0};
};

} // namespace

RemoteGgufs::RemoteGgufs(const HubClient &hub, QObject *parent)
    : QObject(parent)
    , m_hub(hub)
{
}

void RemoteGgufs::read(const RepoId &repo, const Revision &revision, const RepoPath &path, const Secret &token,
                       QObject *context, std::function<void(Result<RemoteGguf>)> callback)
{
    if (m_running >= most) {
        Error error{ErrorKind::QueueFull, u"%1 other files are being looked at"_s.arg(most), u"try again"_s, true, {}};
        error.retryAfter = std::chrono::seconds(1);
        return callback(tl::unexpected(error));
    }
    auto *reading = new Reading(m_hub, revision, token, context, std::move(callback), this);
    ++m_running;
    connect(reading, &QObject::destroyed, this, [this] { --m_running; });
    if (shardOf(path))
        reading->readShards(repo, path);
    else
        reading->readFile(repo, path);
}
