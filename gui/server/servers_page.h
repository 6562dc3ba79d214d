#pragma once

#include "base/result.h"
#include "connection/server_entry.h"
#include "preferences/service_preferences.h"

#include <QWidget>

class InlineMessage;
class Preferences;
class QGroupBox;
class QPushButton;
class QTreeView;
class ServerConnection;
class ServerForm;
class ServersModel;

/// The servers that can be shown; adds, changes and removes them, and says which one to show.
class ServersPage final : public QWidget {
    Q_OBJECT

public:
    /// Both must outlive it.
    ServersPage(ServerConnection &connection, Preferences &preferences, QWidget *parent = nullptr);

    void takeFocus();
    void add();

Q_SIGNALS:
    void serverChosen(const ServerEntry &server);

private:
    void connectButtons();
    int currentRow() const;
    void showServers();
    void showCurrent();
    void enableButtons();
    void choose();
    void edit();
    void openForm(int place, const SavedServer &server, const Secret &key);
    void closeForm();
    void keep(const SavedServer &server, const Secret &key);
    void confirmRemoval();
    void remove(const QUrl &url);
    void tellOf(const Result<void> &kept);

    ServerConnection &m_connection;
    Preferences &m_preferences;
    ServersModel *m_model;
    InlineMessage *m_message;
    QTreeView *m_table;
    QPushButton *m_connect;
    QPushButton *m_add;
    QPushButton *m_edit;
    QPushButton *m_remove;
    QGroupBox *m_formBox;
    ServerForm *m_form;
    int m_edited = -1; ///< place in the preferences of what the form shows; -1: a new one
};
