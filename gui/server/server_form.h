#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "client/service_facts.h"
#include "connection/server_entry.h"
#include "preferences/service_preferences.h"

#include <QWidget>

class InlineMessage;
class QAction;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class SecretField;
class ServerProbe;

/// The name, address, key and certificate of one server, tried out before they are kept.
class ServerForm final : public QWidget {
    Q_OBJECT

public:
    explicit ServerForm(QWidget *parent = nullptr);

    /// Begins with \a server and its \a key; \a taken are the addresses of all others.
    void edit(const SavedServer &server, const Secret &key, const QList<QUrl> &taken);
    void takeFocus();

Q_SIGNALS:
    /// \a key is empty when the server has none.
    void accepted(const SavedServer &server, const Secret &key);
    void cancelled();

private:
    enum class After { Nothing, Accept };

    QLayout *makeFields();
    void chooseFile();
    Result<ServerEntry> entry() const;
    void ask(After after);
    void take(const Result<ServiceFacts> &facts, const ServerEntry &server, After after);
    void accept(const ServerEntry &server);
    void setAsking(bool isAsking);

    ServerProbe *m_probe;
    InlineMessage *m_message;
    QProgressBar *m_progress;
    QLineEdit *m_name;
    QLineEdit *m_address;
    SecretField *m_key;
    QLineEdit *m_caFile;
    QPushButton *m_test;
    QPushButton *m_save;
    QAction *m_saveAnyway;
    QList<QUrl> m_taken;
};
