#include "api/audit.h"

#include "api/model_importer.h"
#include "base/json.h"
#include "base/logging.h"
#include "download/download_queue.h"

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestBody = 500;
constexpr int clientLeft = 499;

QString originOf(const ModelManifest &manifest)
{
    QStringList origins;
    if (!manifest.importedFrom.isEmpty())
        origins += manifest.importedFrom;
    if (const auto &source = manifest.source)
        origins += u"%1/%2 at commit %3"_s.arg(source->repo.toString(), source->path.toString(), source->commit);
    return origins.isEmpty() ? u"no repo that is known"_s : origins.join(u", "_s);
}

} // namespace

Audit::Audit(DownloadQueue &downloads, ModelImporter &importer, QObject *parent)
    : QObject(parent)
{
    connect(&importer, &ModelImporter::modelImported, this,
            [](const Model &model, const QString &by) { auditModel(u"imported"_s, model, by); });
    connect(&downloads, &DownloadQueue::jobChanged, this, &Audit::handleJob);
}

void Audit::handleJob(Download *download)
{
    if (download->state() == Download::State::Done)
        auditModel(u"pulled"_s, *download->model(), download->request().by);
}

void auditModel(const QString &deed, const Model &model, const QString &by)
{
    const ModelManifest &manifest = model.manifest;
    qCInfo(logAudit).noquote() << deed << model.id << "from" << originOf(manifest) << "with sha256"
                               << (manifest.sha256 ? manifest.sha256->toHex() : u"unknown"_s) << "for"
                               << (by.isEmpty() ? u"somebody"_s : by);
}

void auditWhenEnded(const RoutedRequest &request)
{
    const Exchange *exchange = request.exchange.get();
    const QString order = QString::fromUtf8(toJson(request.body)).left(longestBody);
    QObject::connect(exchange, &Exchange::ended, exchange, [exchange, order] {
        const LogRequest concerned(exchange->request().id);
        const HttpRequest &asked = exchange->request();
        QByteArray what = asked.method + ' ' + asked.path.left(200);
        if (order != "{}"_L1)
            what += ' ' + order.toUtf8();
        qCInfo(logAudit).noquote() << callerOf(*exchange) << what << "answered"
                                   << (exchange->status() == 0 ? clientLeft : exchange->status());
    });
}

QString callerOf(const Exchange &exchange)
{
    const QString address = exchange.request().peer.toString();
    return exchange.caller().isEmpty() ? address : u"%1 (%2)"_s.arg(QString::fromLatin1(exchange.caller()), address);
}
