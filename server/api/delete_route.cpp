#include "api/delete_route.h"

#include "api/audit.h"
#include "api/inference_request.h"
#include "api/model_remover.h"
#include "base/byte_count.h"
#include "base/logging.h"
#include "download/download_queue.h"
#include "store/model_store.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

/// A pull is just putting a newer version of \a model in its place.
bool isBeingReplaced(const ApiContext &context, const Model &model)
{
    const auto &source = model.manifest.source;
    const auto active = context.downloads.active();
    return source && std::any_of(active.begin(), active.end(), [&source](const auto &download) {
               const auto &plan = download->plan();
               return download->state() == Download::State::Publishing && plan->repo == source->repo
                   && plan->path == source->path;
           });
}

void removeModel(const ApiContext &context, const ExchangePtr &exchange, const QString &name)
{
    const auto model = context.store.findInstalled(name);
    if (!model)
        return sendError(*exchange, model.error(), ErrorStyle::Plain);
    if (isBeingReplaced(context, *model)) {
        return sendError(*exchange,
                         {ErrorKind::Busy,
                          u"a newer version of %1 is being put in its place"_s.arg(model->id),
                          u"try again in a moment"_s,
                          true,
                          {}},
                         ErrorStyle::Plain);
    }
    context.remover.remove(*model, exchange.get(),
                           [exchange, model = *model](const Result<ModelRemover::Bytes> &bytes) {
                               if (!bytes)
                                   return sendError(*exchange, bytes.error(), ErrorStyle::Plain);
                               const LogRequest concerned(exchange->request().id);
                               auditModel(u"deleted"_s, model, callerOf(*exchange));
                               sendJson(*exchange, 200,
                                        {{u"status"_s, u"deleted"_s},
                                         {u"model"_s, model.id},
                                         {u"filename"_s, model.manifest.file},
                                         {u"size_mb"_s, mebibytes(model.manifest.bytes)},
                                         {u"freed"_s, *bytes == ModelRemover::Bytes::Freed}});
                           });
}

} // namespace

void deleteNamedModel(const ApiContext &context, RoutedRequest request)
{
    const QString name = request.body.value("model"_L1).toString();
    if (name.isEmpty()) {
        return sendError(*request.exchange,
                         invalid(u"model"_s, u"\"model\" must name an installed model"_s, u"see /v1/models"_s).value(),
                         ErrorStyle::Plain);
    }
    removeModel(context, request.exchange, name);
}

void deleteModel(const ApiContext &context, RoutedRequest request)
{
    removeModel(context, request.exchange, request.parameter);
}
