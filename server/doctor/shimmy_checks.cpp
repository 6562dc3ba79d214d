#include "doctor/shimmy_checks.h"

#include "proxy/generation.h"
#include "shimmy/shimmy_supervisor.h"
#include "shimmy/shimmy_version.h"

using namespace Qt::StringLiterals;

namespace {

using Status = Finding::Status;

Finding stateFinding(const ShimmySupervisor &supervisor, const QString &objection)
{
    if (!objection.isEmpty())
        return {Status::Fail, objection, u"name Shimmy's program with --shimmy"_s};
    const QString version = supervisor.version();
    const QString seen = version.isNull()
        ? u"%1 has not served yet: %2"_s.arg(supervisor.program(), supervisor.trouble())
        : u"%1 is Shimmy %2"_s.arg(supervisor.program(), version);
    if (supervisor.state() == ShimmySupervisor::State::Failed) {
        return {Status::Fail, u"Shimmy has been given up: "_s + supervisor.trouble(),
                u"see the log, then POST /v1/api/shimmy/restart"_s};
    }
    if (!supervisor.health())
        return {Status::Warn, seen + u"; it does not serve now: "_s + supervisor.trouble(), u"see the log"_s};
    if (!isKnownShimmyVersion(version))
        return {Status::Warn, seen, u"this service was measured with 1.8: another version may answer differently"_s};
    return {Status::Ok, seen + u", and serves"_s};
}

} // namespace

void checkShimmy(const ShimmySupervisor &supervisor, const QString &workingDirectory, Clock &clock, QObject *context,
                 Found found)
{
    examineShimmy(supervisor.program(), workingDirectory, clock, context,
                  [&supervisor, found](const QString &objection) { found(stateFinding(supervisor, objection)); });
}

void checkGeneration(const std::optional<TestModel> &model, const ShimmySupervisor &supervisor, GenerationGate &gate,
                     ShimmyConnections &connections, Clock &clock, QObject *context, Found found)
{
    if (!model)
        return found({Status::Skipped, u"no model is installed"_s, u"pull one"_s});
    if (gate.waiting() > 0 || !supervisor.idle())
        return found({Status::Skipped, u"Shimmy is busy or does not serve: a test would keep others waiting"_s});
    const QJsonObject body{{u"model"_s, model->servingName}, {u"prompt"_s, u"Hello"_s}, {u"max_tokens"_s, 1}};
    auto *generation = new Generation({body, "doctor"}, gate, connections, clock, context);
    QObject::connect(generation, &Generation::finished, context,
                     [generation, found, id = model->id, begun = clock.now(), &clock] {
                         generation->deleteLater();
                         const std::chrono::duration<double> took = clock.now() - begun;
                         found({Status::Ok, u"%1 answered in %2 s"_s.arg(id).arg(took.count(), 0, 'f', 2)});
                     });
    QObject::connect(generation, &Generation::failed, context, [generation, found, id = model->id](const Error &error) {
        generation->deleteLater();
        found({Status::Fail, u"%1 did not answer: %2"_s.arg(id, error.message), error.hint});
    });
    generation->start();
}
