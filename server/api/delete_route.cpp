#include "api/delete_route.h"

#include "api/audit.h"
#include "api/inference_request.h"
#include "api/model_remover.h"
#include "base/byte_count.h"
#include "base/logging.h"
#include "store/model_store.h"

using namespace Qt::StringLiterals;

namespace {

void removeModel(const ApiContext &context, const ExchangePtr &exchange, const QString &name)
{
    const auto model = context.store.findInstalled(name);
    if (!model)
        return sendError(*exchange, model.error(), ErrorStyle::Plain);
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
