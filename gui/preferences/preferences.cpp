#include "preferences/preferences.h"

#include <QStandardPaths>

using namespace Qt::StringLiterals;

Preferences::Preferences(const QString &file)
    : m_settings(file.isEmpty()
                     ? QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/shimmy-manager.ini"
                     : file,
                 QSettings::IniFormat)
{
}

QString Preferences::modelsFolder() const
{
    const QString usual = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return m_settings.value(u"service/models"_s, QString(usual + u"/shimmy-manager/models")).toString();
}

void Preferences::setModelsFolder(const QString &folder)
{
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
