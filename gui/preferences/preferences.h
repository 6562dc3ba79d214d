#pragma once

#include <QSettings>
#include <QStringList>

/// What the user has chosen, kept over starts. No secret is among it.
class Preferences {
public:
    /// Kept in \a file; empty: where the system keeps a program's settings.
    explicit Preferences(const QString &file = {});

    /// Where the service inside this process keeps its models; by default a folder of the user's data.
    QString modelsFolder() const;
    void setModelsFolder(const QString &folder);
    /// Where the playground keeps its chats; by default a folder of the user's data.
    QString chatsFolder() const;
    void setChatsFolder(const QString &folder);
    /// Of the server that was shown last; empty: the one inside this process.
    QString lastServer() const;
    void setLastServer(const QString &url);
    /// Whether the first questions were answered.
    bool isSetUp() const;
    void setSetUp(bool isSetUp);

    /// For the window's and the views' own state, in groups.
    QSettings &state() { return m_settings; }

private:
    QSettings m_settings;
};
