#include "api/audit.h"

#include "base/json.h"
#include "base/logging.h"
#include "download/download_queue.h"

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestBody = 500;
constexpr int clientLeft = 499;

} // namespace

Audit::Audit(DownloadQueue &downloads, QObject *parent)
    : QObject(parent)
{
    connect(&downloads, &DownloadQueue::jobChanged, this, &Audit::handleJob);
}

void Audit::handleJob(Download *download)
{
    if (download->state() != Download::State::Done)
        return;
    const ModelManifest &manifest = download->model()->manifest;
    const QString by = download->request().by;
    const QString from = manifest.source
        ? QString(manifest.source->repo.toString() + u'/' + manifest.source->path.toString() + u" at commit "
                  + manifest.source->commit)
        : download->request().toString();
    qCInfo(logAudit).noquote() << "pulled" << download->model()->id << "from" << from << "with sha256"
                               << (manifest.sha256 ? manifest.sha256->toHex() : u"unknown"_s) << "as" << download->id()
                               << "asked for by" << (by.isEmpty() ? u"somebody"_s : by);
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
