#pragma once

#include "client/hub_account.h"
#include "server/secret_box.h"

class Preferences;
class QAction;
class ServerConnection;

/// The Hub token of the service inside this process: tried out before it is kept.
class TokenBox final : public SecretBox {
    Q_OBJECT

public:
    /// Both must outlive it.
    TokenBox(ServerConnection &connection, Preferences &preferences, QWidget *parent = nullptr);

private:
    void take(const Secret &token) override;
    void takeAnswer(const Result<HubAccount> &account, const Secret &token);
    void keepUntested();
    void handleServerChange();

    ServerConnection &m_connection;
    QAction *m_saveAnyway;
    bool m_isAsking = false;
};
