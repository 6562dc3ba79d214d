#include "pull_fixture.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QFile>
#include <QUrl>

using namespace Qt::StringLiterals;

const QByteArray PullFixture::token = "hf_aTokenThatOnlyTheStandInKnows";

PullFixture::PullFixture(const QStringList &arguments, const QString &models, const QString &shimmy)
    : PullFixture(PullSetup{.arguments = arguments, .models = models, .shimmy = shimmy})
{
}

PullFixture::PullFixture(const PullSetup &setup)
    : hub(setup.hub)
    , m_setup(setup)
    , m_models(setup.models.isEmpty() ? m_directory.filePath(u"models"_s) : setup.models)
{
    hub.addToken(token);
    m_service = start(setup.arguments);
}

std::unique_ptr<ServiceProcess> PullFixture::start(const QStringList &arguments) const
{
    ServiceProcess::Setup setup;
    QUrl url(hub.url());
    if (!m_setup.hubHost.isEmpty())
        url.setHost(m_setup.hubHost);
    setup.hub = url.toString();
    setup.models = m_models;
    setup.shimmy = m_setup.shimmy;
    setup.arguments = arguments;
    setup.variables = m_setup.variables;
    setup.variables.insert(u"HF_TOKEN"_s, QString::fromLatin1(token));
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

QString PullFixture::pullWhole(const QString &repo, const QString &file, const QByteArray &bytes) const
{
    const HttpAnswer answer = pull({{u"model"_s, repo}, {u"filename"_s, file}});
    const QList<QJsonObject> lines = answer.lines();
    if (lines.isEmpty() || lines.last().value("status"_L1) != "complete"_L1)
        return u"it did not complete: %1"_s.arg(QString::fromUtf8(answer.body.right(600)));
    QFile installed(lines.last().value("path"_L1).toString());
    if (!installed.open(QIODevice::ReadOnly) || installed.readAll() != bytes)
        return u"the file is not the Hub's"_s;
    if (!neverGoesBack(lines))
        return u"its progress went back: %1"_s.arg(QString::fromUtf8(answer.body));
    if (!parts().isEmpty())
        return u"parts are left: %1"_s.arg(parts().join(u' '));
    if (hub.cdnSawToken())
        return u"the file server saw the token"_s;
    return isHealthy() ? QString() : u"the service is not healthy"_s;
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

bool neverGoesBack(const QList<QJsonObject> &lines)
{
    qint64 completed = 0;
    double percent = 0;
    for (const QJsonObject &line : lines) {
        if (line.value("status"_L1) != "downloading"_L1)
            continue;
        if (line.value("completed"_L1).toInteger() < completed || line.value("percent"_L1).toDouble() < percent)
            return false;
        completed = line.value("completed"_L1).toInteger();
        percent = line.value("percent"_L1).toDouble();
    }
    return true;
}

QByteArray sha256OfFile(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return {};
    return hash.result().toHex();
}
