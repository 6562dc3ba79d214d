#pragma once

#include "connection/server_entry.h"
#include "preferences/autostart.h"
#include "preferences/service_preferences.h"

#include <QWidget>

class InlineMessage;
class KeyBox;
class Preferences;
class QAction;
class QPushButton;
class ServerConnection;
class SettingsForm;
class TokenBox;

/// The settings of the service inside this process; while another server is shown, why there are none.
class SettingsPage final : public QWidget {
    Q_OBJECT

public:
    /// All must outlive it.
    SettingsPage(ServerConnection &connection, Preferences &preferences, const Autostart &autostart,
                 QWidget *parent = nullptr);

    void takeFocus();

Q_SIGNALS:
    void serverChosen(const ServerEntry &server);
    /// The service is to be started anew, with other settings, another token or another key.
    void serviceSettingsChanged();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void showServer();
    void showSettings();
    void enableButtons();
    bool isChanged() const;
    void apply();
    void showStart();
    void applyRate(const ServicePreferences &service);

    ServerConnection &m_connection;
    Preferences &m_preferences;
    const Autostart m_autostart;
    InlineMessage *m_message;
    InlineMessage *m_elsewhere;
    QAction *m_showOwn;
    QWidget *m_own; ///< all that is of the service inside this process
    TokenBox *m_token;
    KeyBox *m_key;
    SettingsForm *m_form;
    QPushButton *m_apply;
    QPushButton *m_revert;
    bool m_awaitsStart = false;
};
