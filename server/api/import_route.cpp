#include "api/import_route.h"

#include "api/audit.h"
#include "api/inference_request.h"
#include "api/model_importer.h"
#include "api/progress_stream.h"
#include "base/byte_count.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace {

QJsonObject progressLine(const ModelImporter &importer, const ModelImporter::Candidate &candidate)
{
    const auto progress = importer.progress(candidate.name);
    if (!progress)
        return {};
    if (progress->first == ModelImporter::State::Loading)
        return {{u"status"_s, u"loading"_s}};
    const double total = std::max(1.0, double(candidate.bytes));
    return {{u"status"_s, u"importing"_s},
            {u"total"_s, candidate.bytes},
            {u"completed"_s, progress->second},
            {u"percent"_s, std::floor(1000.0 * double(progress->second) / total) / 10}};
}

void stream(const ApiContext &context, const ExchangePtr &exchange, const ModelImporter::Candidate &candidate,
            ImportMode mode)
{
    auto *stream = new ProgressStream(exchange, context.clock, [&importer = context.importer, candidate] {
        return progressLine(importer, candidate);
    });
    stream->tell({{u"status"_s, u"starting"_s},
                  {u"path"_s, candidate.source->path},
                  {u"filename"_s, candidate.name},
                  {u"total"_s, candidate.bytes}});
    context.importer.import(candidate, mode, callerOf(*exchange), stream,
                            [stream](const Result<ModelImporter::Imported> &imported) {
                                if (!imported)
                                    return stream->end(errorBody(imported.error(), ErrorStyle::Pull));
                                const Model &model = imported->model;
                                stream->end({{u"status"_s, u"complete"_s},
                                             {u"model_id"_s, model.id},
                                             {u"filename"_s, model.manifest.file},
                                             {u"path"_s, model.path},
                                             {u"size_mb"_s, mebibytes(model.manifest.bytes)},
                                             {u"sha256"_s, model.manifest.sha256->toHex()},
                                             {u"mode"_s, nameOf(imported->mode)}});
                            });
}

/// A text of \a body, empty when it is not given. Error: InvalidArgument.
Result<QString> textOf(const QJsonObject &body, const QString &name)
{
    const QJsonValue value = body.value(name);
    if (!value.isUndefined() && !value.isNull() && !value.isString())
        return invalid(name, u"\"%1\" must be a string"_s.arg(name));
    return value.toString();
}

/// The joined file has no block in common with its parts.
Error cannotShare(const ModelImporter::Candidate &candidate)
{
    return {ErrorKind::Unsupported,
            u"%1 is one of several files, which become one"_s.arg(candidate.source->path),
            u"use mode \"copy\" or \"auto\""_s,
            false,
            {}};
}

} // namespace

void importModel(const ApiContext &context, RoutedRequest request)
{
    const auto path = textOf(request.body, u"path"_s);
    const auto name = textOf(request.body, u"filename"_s);
    const auto modeName = textOf(request.body, u"mode"_s);
    for (const auto *text : {&path, &name, &modeName}) {
        if (!*text)
            return sendError(*request.exchange, text->error(), ErrorStyle::Plain);
    }
    const auto mode = modeName->isEmpty() ? ImportMode::Auto : importModeOf(*modeName);
    if (!mode || path->isEmpty()) {
        const auto error = path->isEmpty()
            ? invalid(u"path"_s, u"\"path\" must name a file on the machine that shimmyd runs on"_s)
            : invalid(u"mode"_s, u"\"mode\" must be auto, hardlink, reflink or copy"_s);
        return sendError(*request.exchange, error.value(), ErrorStyle::Plain);
    }
    context.importer.examine(
        *path, *name, request.exchange.get(),
        [context, exchange = request.exchange, mode = *mode](const Result<ModelImporter::Candidate> &candidate) {
            if (!candidate)
                return sendError(*exchange, candidate.error(), ErrorStyle::Plain);
            if (candidate->split && (mode == ImportMode::HardLink || mode == ImportMode::Reflink))
                return sendError(*exchange, cannotShare(*candidate), ErrorStyle::Plain);
            stream(context, exchange, *candidate, mode);
        });
}
