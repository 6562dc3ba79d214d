#pragma once

#include "widgets/view.h"

class Preferences;
class ServerConnection;

/// The server's models.
class ModelsView final : public View {
    Q_OBJECT

public:
    /// Both must outlive it.
    ModelsView(ServerConnection &connection, Preferences &preferences, QWidget *parent = nullptr);

    /// Selects this model.
    void showModel(const QString &model);

Q_SIGNALS:
    void promptRequested(const QString &model);
    /// The update of a model is being pulled.
    void pullStarted(const QString &jobId);
    /// There are no models yet: the user wants to look for some.
    void browseRequested();

private:
    ServerConnection &m_connection;
    Preferences &m_preferences;
};
