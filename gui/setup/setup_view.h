#pragma once

#include "widgets/view.h"

class ComputerChoice;
class FirstModelBox;
class Preferences;
class QPushButton;
class ServerConnection;
struct ServerEntry;

/// The first start: this computer or another, where the models go, a token, a first model.
class SetupView final : public View {
    Q_OBJECT

public:
    /// Both must outlive it.
    SetupView(ServerConnection &connection, Preferences &preferences, QWidget *parent = nullptr);

    void takeFocus() override;

Q_SIGNALS:
    /// The user has chosen; \a server is the one to show. The one inside this process has no address here.
    void serverChosen(const ServerEntry &server);
    /// What the service inside this process is started with has changed: it is to be started anew.
    void serviceSettingsChanged();
    /// All is answered: \a model, if not empty, is ready to be asked.
    void finished(const QString &model);

private:
    void showSkip();

    ComputerChoice *m_computer;
    FirstModelBox *m_model;
    QPushButton *m_skip;
};
