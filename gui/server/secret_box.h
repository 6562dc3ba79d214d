#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <QGroupBox>

class InlineMessage;
class QHBoxLayout;
class QLabel;
class QPushButton;
class SecretField;
class SecretStore;

/// One secret of the service inside this process: whether it is kept and where, a field for another one, and a button
/// to remove it. What is kept is never shown.
class SecretBox : public QGroupBox {
    Q_OBJECT

public:
    struct Texts {
        QString title;
        QString field; ///< what a screen reader says
        QString save; ///< on the button
        QString remove; ///< on the button
        QString unset; ///< while there is none
    };

    /// Looks again whether there is one.
    void showState();

Q_SIGNALS:
    /// The service has to be started with another one, or with none.
    void changed(bool isSet);

protected:
    /// \a name is the secret's in \a secrets, which must outlive it. The widgets are named after \a part.
    SecretBox(SecretStore &secrets, const QString &name, const QString &part, const Texts &texts, QWidget *parent);

    /// What was typed is to be saved; it is not empty.
    virtual void take(const Secret &secret) = 0;

    void keep(const Secret &secret);
    /// While it is busy, nothing else can be saved.
    void setBusy(bool isBusy);
    Secret typed() const;
    SecretField &field() { return *m_field; }
    QHBoxLayout &row() { return *m_row; }
    InlineMessage &message() { return *m_message; }

private:
    void save();
    void forget();
    void finish(const Result<void> &done, bool isSet);
    void enableButtons();

    SecretStore &m_secrets;
    const QString m_name;
    const QString m_unset;
    QLabel *m_state;
    QHBoxLayout *m_row;
    SecretField *m_field;
    QPushButton *m_save;
    QPushButton *m_remove;
    InlineMessage *m_message;
    bool m_isSet = false;
    bool m_isBusy = false;
};
