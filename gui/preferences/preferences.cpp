#include "preferences/preferences.h"

#include "preferences/fallback_secret_store.h"
#include "preferences/file_secret_store.h"
#include "preferences/keychain_secret_store.h"

#include <QFileInfo>
#include <QStandardPaths>

#include <limits>

using namespace Qt::StringLiterals;

namespace {

QString usualFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/shimmy-manager.ini"_s;
}

std::unique_ptr<SecretStore> secretsBeside(const QString &file, bool withKeychain)
{
    const QFileInfo settings(file);
    auto ofFile = std::make_unique<FileSecretStore>(
        QString(settings.path() + u'/' + settings.completeBaseName() + u".secrets"_s));
    if (!withKeychain)
        return ofFile;
    return std::make_unique<FallbackSecretStore>(std::make_unique<KeychainSecretStore>(), std::move(ofFile));
}

} // namespace

Preferences::Preferences(const QString &file, const QString &modelsFolder)
    : m_givenModelsFolder(modelsFolder)
    , m_settings(file.isEmpty() ? usualFile() : file, QSettings::IniFormat)
    , m_secrets(secretsBeside(m_settings.fileName(), file.isEmpty()))
{
}

Preferences::~Preferences() = default;

QString Preferences::modelsFolder() const
{
    if (!m_givenModelsFolder.isEmpty())
        return m_givenModelsFolder;
    const QString usual = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return m_settings.value(u"service/models"_s, QString(usual + u"/shimmy-manager/models")).toString();
}

void Preferences::setModelsFolder(const QString &folder)
{
    if (folder == m_givenModelsFolder)
        return; // given for this run, not chosen
    m_givenModelsFolder.clear();
    m_settings.setValue(u"service/models"_s, folder);
}

QString Preferences::chatsFolder() const
{
    const QString usual = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    return m_settings.value(u"playground/chats"_s, QString(usual + u"/chats")).toString();
}

void Preferences::setChatsFolder(const QString &folder)
{
    m_settings.setValue(u"playground/chats"_s, folder);
}

ServicePreferences Preferences::service() const
{
    const ServicePreferences usual;
    const auto number = [this](const QString &key, qint64 value, qint64 least, qint64 most) {
        bool isNumber = false;
        const qint64 saved = m_settings.value(key).toLongLong(&isNumber);
        return isNumber && saved >= least && saved <= most ? saved : value; // somebody may have edited the file
    };
    ServicePreferences service;
    service.modelsFolder = modelsFolder();
    service.port = static_cast<quint16>(number(u"service/port"_s, usual.port, 1, 65535));
    service.hub = m_settings.value(u"service/hub"_s).toString();
    service.proxy = m_settings.value(u"service/proxy"_s).toString();
    service.downloads = static_cast<int>(number(u"service/downloads"_s, usual.downloads, 1, 16));
    service.connections = static_cast<int>(number(u"service/connections"_s, usual.connections, 1, 32));
    service.bytesPerSecond = number(u"service/bytesPerSecond"_s, 0, 0, std::numeric_limits<qint64>::max());
    service.instances = static_cast<int>(number(u"service/instances"_s, usual.instances, 1, 64));
    service.isMirror = m_settings.value(u"service/mirror"_s, usual.isMirror).toBool();
    return service;
}

void Preferences::setService(const ServicePreferences &service)
{
    setModelsFolder(service.modelsFolder);
    m_settings.setValue(u"service/port"_s, service.port);
    m_settings.setValue(u"service/hub"_s, service.hub);
    m_settings.setValue(u"service/proxy"_s, service.proxy);
    m_settings.setValue(u"service/downloads"_s, service.downloads);
    m_settings.setValue(u"service/connections"_s, service.connections);
    m_settings.setValue(u"service/bytesPerSecond"_s, service.bytesPerSecond);
    m_settings.setValue(u"service/instances"_s, service.instances);
    m_settings.setValue(u"service/mirror"_s, service.isMirror);
}

QList<SavedServer> Preferences::servers() const
{
    QList<SavedServer> servers;
    const int count = m_settings.beginReadArray(u"servers"_s);
    for (int i = 0; i < count; ++i) {
        m_settings.setArrayIndex(i);
        const QUrl url(m_settings.value(u"url"_s).toString(), QUrl::StrictMode);
        if (url.isValid() && !url.host().isEmpty()) {
            servers +=
                {m_settings.value(u"name"_s, url.host()).toString(), url, m_settings.value(u"caFile"_s).toString()};
        }
    }
    m_settings.endArray();
    return servers;
}

void Preferences::setServers(const QList<SavedServer> &servers)
{
    m_settings.remove(u"servers"_s);
    m_settings.beginWriteArray(u"servers"_s, static_cast<int>(servers.size()));
    for (int i = 0; i < servers.size(); ++i) {
        m_settings.setArrayIndex(i);
        m_settings.setValue(u"name"_s, servers[i].name);
        m_settings.setValue(u"url"_s, servers[i].url.toString(QUrl::FullyEncoded));
        m_settings.setValue(u"caFile"_s, servers[i].caFile);
    }
    m_settings.endArray();
}

QString Preferences::lastServer() const
{
    return m_settings.value(u"window/server"_s).toString();
}

void Preferences::setLastServer(const QString &url)
{
    m_settings.setValue(u"window/server"_s, url);
}

bool Preferences::isSetUp() const
{
    return m_settings.value(u"window/setUp"_s).toBool();
}

void Preferences::setSetUp(bool isSetUp)
{
    m_settings.setValue(u"window/setUp"_s, isSetUp);
}
