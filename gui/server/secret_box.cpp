#include "server/secret_box.h"

#include "preferences/secret_store.h"
#include "widgets/inline_message.h"
#include "widgets/secret_field.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

SecretBox::SecretBox(SecretStore &secrets, const QString &name, const QString &part, const Texts &texts,
                     QWidget *parent)
    : QGroupBox(texts.title, parent)
    , m_secrets(secrets)
    , m_name(name)
    , m_unset(texts.unset)
    , m_state(new QLabel)
    , m_row(new QHBoxLayout)
    , m_field(new SecretField(texts.field))
    , m_save(new QPushButton(texts.save))
    , m_remove(new QPushButton(texts.remove))
    , m_message(new InlineMessage)
{
    m_state->setObjectName(QString(part + u"State"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_field->setObjectName(QString(part + u"Field"));
    m_save->setObjectName(QString(part + u"Save"));
    m_remove->setObjectName(QString(part + u"Remove"));
    m_message->setObjectName(QString(part + u"Message"));

    m_row->addWidget(m_field, 1);
    m_row->addWidget(m_save);
    m_row->addWidget(m_remove);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_state);
    layout->addLayout(m_row);
    layout->addWidget(m_message);

    connect(m_save, &QPushButton::clicked, this, &SecretBox::save);
    connect(m_field, &QLineEdit::returnPressed, this, &SecretBox::save);
    connect(m_field, &QLineEdit::textChanged, this, &SecretBox::enableButtons);
    connect(m_remove, &QPushButton::clicked, this, &SecretBox::forget);
    showState();
    enableButtons();
}

Secret SecretBox::typed() const
{
    return m_field->secret();
}

void SecretBox::showState()
{
    m_secrets.load(m_name, this, [this](const Result<Secret> &secret) {
        m_isSet = secret && !secret->isEmpty();
        if (!secret)
            m_message->tell(secret.error());
        if (!m_isSet)
            m_state->setText(m_unset);
        else if (m_secrets.place() == SecretStore::Place::Keychain)
            m_state->setText(tr("Set, and kept in the system's keychain."));
        else
            m_state->setText(tr("Set, and kept in a file that only you can read: there is no keychain here."));
        enableButtons();
    });
}

void SecretBox::save()
{
    const Secret secret = typed();
    if (!m_isBusy && !secret.isEmpty())
        take(secret);
}

void SecretBox::keep(const Secret &secret)
{
    m_secrets.save(m_name, secret, this, [this](const Result<void> &saved) { finish(saved, true); });
}

void SecretBox::forget()
{
    m_message->clear();
    m_secrets.remove(m_name, this, [this](const Result<void> &removed) { finish(removed, false); });
}

void SecretBox::finish(const Result<void> &done, bool isSet)
{
    if (!done)
        return m_message->tell(done.error());
    m_field->clear();
    m_field->hideSecret();
    showState();
    Q_EMIT changed(isSet);
}

void SecretBox::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    enableButtons();
}

void SecretBox::enableButtons()
{
    m_save->setEnabled(!m_isBusy && !typed().isEmpty());
    m_remove->setEnabled(m_isSet);
}
