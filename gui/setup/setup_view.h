#pragma once

#include "widgets/view.h"

class Preferences;
struct ServerEntry;
class ServerConnection;

/// The first start: this computer or another, where the models go, a token, a first model.
class SetupView final : public View {
    Q_OBJECT

public:
    /// Both must outlive it.
    SetupView(ServerConnection &connection, Preferences &preferences, QWidget *parent = nullptr);

Q_SIGNALS:
    /// The user has chosen; \a server is the one to show.
    void serverChosen(const ServerEntry &server);
    /// All is answered: \a model, if not empty, is ready to be asked.
    void finished(const QString &model);

private:
    ServerConnection &m_connection;
    Preferences &m_preferences;
};
