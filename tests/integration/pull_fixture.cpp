#include "pull_fixture.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QFile>

using namespace Qt::StringLiterals;

const QByteArray PullFixture::token = "hf_aTokenThatOnlyTheStandInKnows";

PullFixture::PullFixture(const QStringList &arguments, const QString &models, const QString &shimmy)
    : m_models(models.isEmpty() ? m_directory.filePath(u"models"_s) : models)
    , m_shimmy(shimmy)
{
    hub.addToken(token);
    m_service = start(arguments);
}

std::unique_ptr<ServiceProcess> PullFixture::start(const QStringList &arguments) const
{
    ServiceProcess::Setup setup;
    setup.hub = hub.url();
    setup.models = m_models;
    setup.shimmy = m_shimmy;
    setup.arguments = arguments;
    setup.variables = {{u"HF_TOKEN"_s, QString::fromLatin1(token)}};
    return std::make_unique<ServiceProcess>(setup);
}

void PullFixture::restart(const QStringList &arguments)
{
    m_service.reset();
    m_service = start(arguments);
}

HttpAnswer PullFixture::pull(QJsonObject body) const
{
    return httpPost(port(), "/v1/api/pull", body);
}

QJsonObject PullFixture::pullResult(const QJsonObject &body) const
{
    const QList<QJsonObject> lines = pull(body).lines();
    return lines.isEmpty() ? QJsonObject() : lines.last();
}

QStringList PullFixture::modelFiles() const
{
    QStringList files;
    QDirIterator all(m_models, QDir::Files, QDirIterator::Subdirectories); // no hidden ones: .shimmyd
    while (all.hasNext())
        files += QDir(m_models).relativeFilePath(all.next());
    files.sort();
    return files;
}

QStringList PullFixture::parts() const
{
    return QDir(m_models + u"/.shimmyd/parts"_s).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
}

bool PullFixture::isHealthy() const
{
    return httpGet(port(), "/v1/health").status == 200;
}

QByteArray pullRequest(const QByteArray &body)
{
    return httpRequestBytes("POST", "/v1/api/pull", body, {{"Content-Type", "application/json"}});
}

HubFault slowly(const QString &file, qint64 bytesPerSecond)
{
    HubFault fault{HubFault::Kind::Drip, file.toLatin1()};
    fault.times = -1;
    fault.rate = bytesPerSecond;
    return fault;
}

QByteArray sha256OfFile(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return {};
    return hash.result().toHex();
}
