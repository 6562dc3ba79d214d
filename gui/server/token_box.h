#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "client/hub_account.h"

#include <QGroupBox>

class InlineMessage;
class Preferences;
class QAction;
class QLabel;
class QPushButton;
class SecretField;
class ServerConnection;

/// The Hub token of the service inside this process: never shown, tried out before it is kept.
class TokenBox final : public QGroupBox {
    Q_OBJECT

public:
    /// Both must outlive it.
    TokenBox(ServerConnection &connection, Preferences &preferences, QWidget *parent = nullptr);

Q_SIGNALS:
    /// The service has to be started with another one.
    void changed();

private:
    void showState();
    void tryOut();
    void take(const Result<HubAccount> &account, const Secret &token);
    void keep(const Secret &token);
    void keepUntested();
    void handleServerChange();
    void forget();
    void finish(const Result<void> &done);
    void enableButtons();

    ServerConnection &m_connection;
    Preferences &m_preferences;
    QLabel *m_state;
    SecretField *m_token;
    QPushButton *m_save;
    QPushButton *m_remove;
    InlineMessage *m_message;
    QAction *m_saveAnyway;
    bool m_isSet = false;
    bool m_isAsking = false;
};
