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
    , m_settings(file.isEmpty() ? usualFile() : file)
    , m_secrets(secretsBeside(m_settings.path(), file.isEmpty()))
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

bool Preferences::asksForKey() const
{
    return m_settings.value(u"service/asksForKey"_s).toBool();
}

void Preferences::setAsksForKey(bool asksForKey)
{
    if (asksForKey != this->asksForKey())
        m_settings.setValue(u"service/asksForKey"_s, asksForKey);
}

QList<SavedServer> Preferences::servers() const
{
    QList<SavedServer> servers;
    const int count = m_settings.value(u"servers/size"_s).toInt();
    for (int place = 1; place <= count; ++place) {
        const QString name = u"servers/%1/"_s.arg(place);
        const QString text = m_settings.value(QString(name + u"url")).toString();
        if (text.isEmpty())
            break; // somebody has edited the number
        const QUrl url(text, QUrl::StrictMode);
        if (url.isValid() && !url.host().isEmpty()) {
            servers += {m_settings.value(QString(name + u"name"), url.host()).toString(), url,
                        m_settings.value(QString(name + u"caFile")).toString()};
        }
    }
    return servers;
}

void Preferences::setServers(const QList<SavedServer> &servers)
{
    QVariantMap saved{{u"size"_s, static_cast<int>(servers.size())}};
    for (int place = 1; place <= servers.size(); ++place) {
        const SavedServer &server = servers[place - 1];
        saved.insert(u"%1/name"_s.arg(place), server.name);
        saved.insert(u"%1/url"_s.arg(place), server.url.toString(QUrl::FullyEncoded));
        saved.insert(u"%1/caFile"_s.arg(place), server.caFile);
    }
    m_settings.setGroup(u"servers"_s, saved);
}

QString Preferences::lastServer() const
{
    return m_settings.value(u"window/server"_s).toString();
}

void Preferences::setLastServer(const QString &url)
{
    m_settings.setValue(u"window/server"_s, url);
}

bool Preferences::showsTray() const
{
    return m_settings.value(u"window/tray"_s, true).toBool();
}

void Preferences::setShowsTray(bool showsTray)
{
    m_settings.setValue(u"window/tray"_s, showsTray);
}

bool Preferences::isSetUp() const
{
    return m_settings.value(u"window/setUp"_s).toBool();
}

void Preferences::setSetUp(bool isSetUp)
{
    m_settings.setValue(u"window/setUp"_s, isSetUp);
}
