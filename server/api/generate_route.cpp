#include "api/generate_route.h"

#include "api/generation_answer.h"
#include "base/json.h"

using namespace Qt::StringLiterals;

namespace {

class GenerateFormat final : public GenerationFormat {
public:
    QJsonObject whole(const GenerationSummary &summary) const override { return {{u"response"_s, summary.text}}; }
    QByteArray token(const QString &text) const override
    {
        // A line feed inside a token would end the event: it becomes another data line. A lone CR ends a line as
        // well for readers of this format, and has no spelling in it.
        QByteArray data = text.toUtf8();
        data.replace("\r\n", "\n").replace('\r', '\n');
        return "data: " + data.replace("\n", "\ndata: ") + "\n\n";
    }
    QByteArray closing(const GenerationSummary &) const override { return "data: [DONE]\n\n"; }
};

} // namespace

void postGenerate(const ApiContext &context, RoutedRequest request)
{
    const auto refuse = [&](const Error &error) { sendError(*request.exchange, error, ErrorStyle::Plain); };
    const auto stream = wantsStream(request.body);
    const auto maxTokens = maxTokensOf(request.body, u"max_tokens"_s);
    if (!stream)
        return refuse(stream.error());
    if (!maxTokens)
        return refuse(maxTokens.error());
    const QJsonValue prompt = request.body.value("prompt"_L1);
    const bool hasMessages = request.body.value("messages"_L1).isArray();
    if (!prompt.isString() && !hasMessages)
        return refuse({ErrorKind::InvalidArgument, u"\"prompt\" must be a string"_s, {}, false, {}});
    const auto model = modelOf(context, request.body);
    if (!model)
        return refuse(model.error());

    GenerationPlan plan;
    plan.order.route = GenerationOrder::Route::Generate;
    plan.order.body = request.body;
    plan.order.body.insert(u"model"_s, model->servingName);
    plan.format = std::make_unique<GenerateFormat>();
    plan.stream = *stream;
    plan.maxTokens = *maxTokens;
    plan.promptBytes = prompt.toString().toUtf8().size();
    answerGeneration(context, request.exchange, std::move(plan));
}
