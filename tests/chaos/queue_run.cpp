#include "queue_run.h"

#include "blocking_http.h"
#include "doomed_service.h"
#include "fake_hub.h"
#include "models_on_disk.h"
#include "ware.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <algorithm>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

namespace {

constexpr int files = 8;
constexpr qint64 mebibyte = 1 << 20;

/// Asks for \a ware and does not wait for the answer.
std::unique_ptr<BlockingHttp> beginPull(const DoomedService &service, const Ware &ware)
{
    const QJsonObject pull{{u"model"_s, ware.repo()}, {u"filename"_s, ware.file()}, {u"queue"_s, true}};
    const QByteArray body = QJsonDocument(pull).toJson(QJsonDocument::Compact);
    auto client = std::make_unique<BlockingHttp>(service.port());
    client->send(httpRequestBytes("POST", "/v1/api/pull", body, {{"Content-Type", "application/json"}}));
    return client;
}

bool wasAccepted(BlockingHttp &client)
{
    const QList<QJsonObject> lines = client.read().lines();
    return std::any_of(lines.begin(), lines.end(), [](const auto &line) { return line.value("id"_L1).isString(); });
}

bool allEnded(const DoomedService &service)
{
    const QJsonObject answer = httpGet(service.port(), "/v1/api/downloads").json();
    const QJsonArray downloads = answer.value("downloads"_L1).toArray();
    return !answer.isEmpty() && std::all_of(downloads.begin(), downloads.end(), [](const auto &download) {
        return download[u"state"_s] == "complete"_L1 || download[u"state"_s] == "failed"_L1;
    });
}

} // namespace

void runQueueThroughKills(int kills, quint32 seed, Tally &tally)
{
    ++tally.runs;
    const auto violate = [&](const QString &what, const QByteArray &evidence = {}) {
        tally.violations += u"%1 (a queue, %2 kills, seed %3)"_s.arg(what).arg(kills).arg(seed);
        qWarning().noquote() << "VIOLATION:" << tally.violations.last() << evidence;
    };
    QRandomGenerator random(seed);
    QTemporaryDir directory;
    FakeHub hub;
    ModelsOnDisk models(directory.filePath(u"models"_s));
    QDir().mkpath(models.path());
    std::vector<Ware> wares;
    for (int i = 0; i < files; ++i) {
        const qint64 bytes = (1 + random.bounded(12)) * mebibyte;
        wares.emplace_back(u"org/queue-GGUF"_s, u"ware-%1.gguf"_s.arg(i), bytes, random.generate(),
                           directory.filePath(QString::number(i)));
        wares.back().offer(hub);
    }

    std::vector<bool> accepted(files);
    for (int kill = 0; kill < kills; ++kill) {
        DoomedService service({hub.url(), models.path(), {}});
        tally.restarts += kill > 0 ? 1 : 0;
        service.awaitAnswer();
        std::vector<std::unique_ptr<BlockingHttp>> clients(files);
        for (size_t i = 0; i < files; ++i) {
            if (!accepted[i])
                clients[i] = beginPull(service, wares[i]);
        }
        const qint64 until = hub.cdnBytes() + random.bounded(16 * mebibyte);
        service.await([&] { return hub.cdnBytes() >= until || (kill > 0 && allEnded(service)); }, 20'000);
        service.kill();
        ++tally.kills[u"kill of a full queue"_s];
        for (size_t i = 0; i < files; ++i) {
            if (!accepted[i] && wasAccepted(*clients[i])) {
                accepted[i] = true;
                ++tally.accepted;
            }
        }
        for (const QString &file : models.files()) {
            const bool whole = std::any_of(wares.begin(), wares.end(), [&](const Ware &ware) {
                return ware.file() == file && ware.sha256() == models.sha256Of(file);
            });
            if (!whole)
                violate(file + u" is not whole");
        }
    }

    DoomedService service({hub.url(), models.path(), {}});
    ++tally.restarts;
    if (!service.awaitHealth() || !service.await([&] { return allEnded(service); }))
        return violate(u"the queue does not come to its end"_s,
                       service.log() + httpGet(service.port(), "/v1/api/downloads").body);
    for (size_t i = 0; i < files; ++i) {
        const bool isThere = models.sha256Of(wares[i].file()) == wares[i].sha256();
        if (accepted[i] && !isThere)
            violate(wares[i].file() + u" was accepted and has vanished");
        tally.completed += accepted[i] && isThere ? 1 : 0;
    }
    service.await([&] { return models.own(u"parts"_s).isEmpty() && models.own(u"jobs"_s).isEmpty(); }, 3000);
    const QStringList left = models.own(u"parts"_s) + models.own(u"jobs"_s) + models.own(u"trash"_s);
    if (!left.isEmpty())
        violate(u"left behind: "_s + left.join(u' '));
    if (!service.terminate())
        violate(u"SIGTERM was not obeyed"_s);
}
