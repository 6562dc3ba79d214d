#pragma once

#include "widgets/view.h"

class Preferences;
class ServerConnection;

/// Chats with the server's models.
class PlaygroundView final : public View {
    Q_OBJECT

public:
    /// Both must outlive it.
    PlaygroundView(ServerConnection &connection, Preferences &preferences, QWidget *parent = nullptr);

    /// A new chat with this model.
    void startWith(const QString &model);

Q_SIGNALS:
    /// There are no models yet: the user wants to look for some.
    void browseRequested();

private:
    ServerConnection &m_connection;
    Preferences &m_preferences;
};
