#include "api/mirror_file.h"

#include "api/tagged_answer.h"
#include "base/json.h"
#include "base/logging.h"
#include "http/descriptor_reserve.h"
#include "http/range_field.h"
#include "store/durable_file.h"

#include <QUrl>

#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace {

/// The open file of \a model; nothing when it is not the one that was verified.
std::optional<FileDescriptor> openVerified(const Model &model)
{
    auto file = openFile(model.path, O_RDONLY);
    struct stat status { };
    const bool same =
        file && ::fstat(file->get(), &status) == 0 && S_ISREG(status.st_mode) && status.st_size == model.manifest.bytes;
    if (!same) {
        qCWarning(logStore).noquote() << "not mirroring" << model.path << "— it was removed or replaced by hand";
        return std::nullopt;
    }
    return std::move(*file);
}

void sendBusy(Exchange &exchange)
{
    const QString message = u"this mirror sends as many files as it can; try again"_s;
    exchange.send(503, {{"Retry-After", "1"}, {"X-Error-Message", message.toUtf8()}}, toJson({{u"error"_s, message}}));
}

} // namespace

void sendMirrorError(Exchange &exchange, int status, const QByteArray &code, const QString &message,
                     const QString &commit)
{
    HttpFields fields{{"Content-Type", "application/json; charset=utf-8"}, {"X-Error-Message", message.toUtf8()}};
    if (!code.isEmpty())
        fields.emplaceBack("X-Error-Code", code);
    if (!commit.isEmpty())
        fields.emplaceBack("X-Repo-Commit", commit.toLatin1());
    exchange.send(status, std::move(fields), toJson({{u"error"_s, message}}));
}

void sendMirrorFile(const ApiContext &context, Exchange &exchange, const MirrorRepo &repo, const QString &revision,
                    const QString &path)
{
    const QString commit = repo.commitOf(revision);
    const auto model = repo.fileAt(revision, path);
    const auto file = model ? openVerified(*model) : std::nullopt;
    if (!file)
        return sendMirrorError(exchange, 404, "EntryNotFound", u"Entry not found"_s, commit);
    if (context.mirrorReserve.isTouched(file->get())) // sending it takes further ones
        return sendBusy(exchange);
    const qint64 bytes = model->manifest.bytes;
    const QByteArray etag = '"' + model->manifest.sha256->toHex().toLatin1() + '"';
    HttpFields fields{
        {"ETag", etag},
        {"X-Repo-Commit", commit.toLatin1()},
        {"X-Linked-Size", QByteArray::number(bytes)},
        {"X-Linked-Etag", etag},
        {"Accept-Ranges", "bytes"},
        {"Content-Disposition",
         "attachment; filename*=UTF-8''" + QUrl::toPercentEncoding(model->manifest.source->path.fileName())},
    };
    const HttpRequest &request = exchange.request();
    if (!request.field("if-none-match").isEmpty() && isNoneMatch(request.field("if-none-match"), etag))
        return exchange.send(304, std::move(fields), {});
    fields.emplaceBack("Content-Type", "application/octet-stream");
    // Ranges are of GET alone: HEAD tells of the whole file (RFC 9110, 14.2).
    const QByteArray asked = request.method == "GET" ? request.field("range") : QByteArray();
    const RequestedRange range = requestedRange(asked, request.field("if-range"), etag, bytes);
    switch (range.kind) {
    case RequestedRange::Kind::Unsatisfiable:
        return exchange.send(416, {{"Content-Range", "bytes */" + QByteArray::number(bytes)}, {"ETag", etag}}, {});
    case RequestedRange::Kind::Whole: return exchange.sendFile(200, std::move(fields), file->get(), 0, bytes);
    case RequestedRange::Kind::Part:
        fields.emplaceBack("Content-Range",
                           "bytes " + QByteArray::number(range.begin) + '-' + QByteArray::number(range.end - 1) + '/'
                               + QByteArray::number(bytes));
        return exchange.sendFile(206, std::move(fields), file->get(), range.begin, range.end - range.begin);
    }
    Q_UNREACHABLE();
}
