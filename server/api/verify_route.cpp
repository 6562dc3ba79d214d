#include "api/verify_route.h"

#include "api/inference_request.h"
#include "api/model_verifier.h"
#include "api/progress_stream.h"
#include "store/model_store.h"

#include <cmath>

using namespace Qt::StringLiterals;

void verifyModel(const ApiContext &context, RoutedRequest request)
{
    const QString name = request.body.value("model"_L1).toString();
    if (name.isEmpty()) {
        return sendError(
            *request.exchange,
            invalid(u"model"_s, u"\"model\" must name an installed model"_s, u"see /v1/api/models"_s).value(),
            ErrorStyle::Plain);
    }
    const auto found = context.store.findInstalled(name);
    if (!found)
        return sendError(*request.exchange, found.error(), ErrorStyle::Plain);
    const Model &model = *found;
    if (context.verifier.position(model.manifest.file)) {
        return sendError(*request.exchange,
                         {ErrorKind::Busy, u"%1 is being verified already"_s.arg(model.id), u"wait for it"_s, true, {}},
                         ErrorStyle::Plain);
    }
    auto *stream = new ProgressStream(request.exchange, context.clock, [&verifier = context.verifier, model] {
        const auto completed = verifier.position(model.manifest.file);
        const double total = std::max(1.0, double(model.manifest.bytes));
        return completed ? QJsonObject{{u"status"_s, u"verifying"_s},
                                       {u"model"_s, model.id},
                                       {u"total"_s, model.manifest.bytes},
                                       {u"completed"_s, *completed},
                                       {u"percent"_s, std::floor(1000.0 * double(*completed) / total) / 10}}
                         : QJsonObject();
    });
    context.verifier.verify(model, stream, [stream, model](const Result<ModelVerifier::Proof> &proof) {
        if (!proof)
            return stream->end(errorBody(proof.error(), ErrorStyle::Pull));
        stream->end({{u"status"_s, u"ok"_s},
                     {u"model"_s, model.id},
                     {u"sha256"_s, proof->sha256.toHex()},
                     {u"recorded"_s, proof->wasRecorded}});
    });
}
