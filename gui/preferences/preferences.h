#pragma once

#include "preferences/secret_store.h"
#include "preferences/service_preferences.h"
#include "preferences/settings_file.h"

#include <QStringList>

#include <memory>

/// What the user has chosen, kept over starts. No secret is among it: those are in secrets().
class Preferences {
public:
    /// Kept in \a file, with the secrets in another one beside it; empty: where the system keeps a program's settings,
    /// with the secrets in its keychain if there is one. \a modelsFolder, if not empty, stands for the one that is
    /// kept, until another is chosen.
    explicit Preferences(const QString &file = {}, const QString &modelsFolder = {});
    ~Preferences();

    /// Where the service inside this process keeps its models; by default a folder of the user's data.
    QString modelsFolder() const;
    void setModelsFolder(const QString &folder);
    /// Where the playground keeps its chats; by default a folder of the user's data.
    QString chatsFolder() const;
    void setChatsFolder(const QString &folder);
    ServicePreferences service() const;
    void setService(const ServicePreferences &service);
    /// Whether the service inside this process asks for a key, which is in secrets(): when it is not found there, it
    /// must not be taken for none.
    bool asksForKey() const;
    void setAsksForKey(bool asksForKey);
    /// The servers that the user has added, in their order.
    QList<SavedServer> servers() const;
    void setServers(const QList<SavedServer> &servers);
    /// Of the server that was shown last; empty: the one inside this process.
    QString lastServer() const;
    void setLastServer(const QString &url);
    /// Whether the user wants an icon in the tray.
    bool showsTray() const;
    void setShowsTray(bool showsTray);
    /// Whether the first questions were answered.
    bool isSetUp() const;
    void setSetUp(bool isSetUp);

    SecretStore &secrets() { return *m_secrets; }
    /// For the window's and the views' own state, in groups.
    SettingsFile &settings() { return m_settings; }

private:
    QString m_givenModelsFolder;
    SettingsFile m_settings;
    std::unique_ptr<SecretStore> m_secrets;
};
