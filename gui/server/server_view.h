#pragma once

#include "widgets/view.h"

class Preferences;
struct ServerEntry;
class ServerConnection;

/// The server that is shown, others, and the settings of the one inside this process.
class ServerView final : public View {
    Q_OBJECT

public:
    /// Both must outlive it.
    ServerView(ServerConnection &connection, Preferences &preferences, QWidget *parent = nullptr);

Q_SIGNALS:
    /// The user has chosen another server.
    void serverChosen(const ServerEntry &server);
    /// What the service inside this process is started with has changed: it is to be started anew.
    void serviceSettingsChanged();

private:
    ServerConnection &m_connection;
    Preferences &m_preferences;
};
