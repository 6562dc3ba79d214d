#pragma once

#include "base/result.h"
#include "client/hub_account.h"
#include "client/service_facts.h"
#include "connection/server_entry.h"

#include <QGroupBox>

class FolderField;
class InlineMessage;
class Preferences;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QStackedWidget;
class SecretField;
class ServerConnection;
class ServerProbe;

/// Where models run: on this computer, in which folder and with which token; or on another one that is named.
class ComputerChoice final : public QGroupBox {
    Q_OBJECT

public:
    /// Both must outlive it.
    ComputerChoice(ServerConnection &connection, Preferences &preferences, QWidget *parent = nullptr);

    void takeFocus();
    /// This computer, unless another one was chosen.
    void chooseOwn();

Q_SIGNALS:
    void serverChosen(const ServerEntry &server);
    void serviceSettingsChanged();

private:
    QWidget *makeOwn();
    QWidget *makeOther();
    void choose(bool isOther);
    void useOwn();
    void enableButtons();
    void handleServerChange();
    void tryToken();
    void takeAccount(const Result<HubAccount> &account, const Secret &token);
    void connectToOther();
    void takeOther(const Result<ServiceFacts> &facts, const ServerEntry &server);

    ServerConnection &m_connection;
    Preferences &m_preferences;
    ServerProbe *m_probe;
    QRadioButton *m_own;
    QRadioButton *m_other;
    QStackedWidget *m_pages;
    FolderField *m_folder;
    QPushButton *m_useOwn;
    SecretField *m_token;
    QPushButton *m_tryToken;
    InlineMessage *m_tokenMessage;
    QLineEdit *m_address;
    SecretField *m_key;
    QPushButton *m_connect;
    InlineMessage *m_otherMessage;
    bool m_isAskingHub = false;
};
