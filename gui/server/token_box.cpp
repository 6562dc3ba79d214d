#include "server/token_box.h"

#include "client/hub_listing.h"
#include "connection/server_connection.h"
#include "preferences/preferences.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"
#include "widgets/secret_field.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

TokenBox::TokenBox(ServerConnection &connection, Preferences &preferences, QWidget *parent)
    : QGroupBox(tr("Hub token"), parent)
    , m_connection(connection)
    , m_preferences(preferences)
    , m_state(new QLabel)
    , m_token(new SecretField(tr("New Hub token")))
    , m_save(new QPushButton(tr("&Test and save")))
    , m_remove(new QPushButton(tr("Re&move")))
    , m_message(new InlineMessage)
    , m_saveAnyway(new QAction(namedIcon(u"dialog-ok"_s), tr("Save anyway"), this))
{
    m_state->setObjectName(u"tokenState"_s);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_token->setObjectName(u"hubToken"_s);
    m_token->setPlaceholderText(u"hf_…"_s);
    m_save->setObjectName(u"saveToken"_s);
    m_remove->setObjectName(u"removeToken"_s);
    m_message->setObjectName(u"tokenMessage"_s);
    m_saveAnyway->setObjectName(u"saveTokenAnyway"_s);

    auto *row = new QHBoxLayout;
    row->addWidget(m_token, 1);
    row->addWidget(m_save);
    row->addWidget(m_remove);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_state);
    layout->addLayout(row);
    layout->addWidget(m_message);

    connect(m_save, &QPushButton::clicked, this, &TokenBox::tryOut);
    connect(m_token, &QLineEdit::returnPressed, this, &TokenBox::tryOut);
    connect(m_token, &QLineEdit::textChanged, this, &TokenBox::enableButtons);
    connect(m_remove, &QPushButton::clicked, this, &TokenBox::forget);
    connect(m_saveAnyway, &QAction::triggered, this, &TokenBox::keepUntested);
    connect(&connection, &ServerConnection::serverChanged, this, &TokenBox::handleServerChange);
    showState();
    enableButtons();
}

void TokenBox::showState()
{
    m_preferences.secrets().load(hubTokenName(), this, [this](const Result<Secret> &token) {
        m_isSet = token && !token->isEmpty();
        if (!token)
            m_message->tell(token.error());
        if (!m_isSet)
            m_state->setText(tr("Not set. Public models need none; private and gated ones do."));
        else if (m_preferences.secrets().place() == SecretStore::Place::Keychain)
            m_state->setText(tr("Set, and kept in the system's keychain."));
        else
            m_state->setText(tr("Set, and kept in a file that only you can read: there is no keychain here."));
        enableButtons();
    });
}

void TokenBox::tryOut()
{
    const Secret token = m_token->secret();
    if (token.isEmpty() || m_isAsking)
        return;
    if (m_connection.state() != ServerConnection::State::Connected) {
        m_message->tell(InlineMessage::Kind::Warning, tr("The token cannot be tested while the service does not run."),
                        {}, {m_saveAnyway});
        return;
    }
    m_isAsking = true;
    m_message->tell(InlineMessage::Kind::Information, tr("The Hub is asked whose token this is…"));
    enableButtons();
    m_connection.api().call(whoAmICall(token), this, [this, token](const Result<QJsonObject> &answer) {
        m_isAsking = false;
        take(answer ? Result<HubAccount>(HubAccount::fromJson(*answer)) : failWith(answer), token);
    });
}

void TokenBox::take(const Result<HubAccount> &account, const Secret &token)
{
    enableButtons();
    if (account) {
        keep(token);
        return m_message->tell(InlineMessage::Kind::Success, tr("Signed in as %1.").arg(account->name));
    }
    // Of a token that the Hub refuses nothing is kept; of one that could not be tried the user knows more than we.
    switch (account.error().kind) {
    case ErrorKind::Unauthorized:
    case ErrorKind::Forbidden:
    case ErrorKind::InvalidArgument: return m_message->tell(account.error());
    default: return m_message->tell(account.error(), {m_saveAnyway});
    }
}

void TokenBox::keep(const Secret &token)
{
    m_preferences.secrets().save(hubTokenName(), token, this, [this](const Result<void> &saved) { finish(saved); });
}

void TokenBox::keepUntested()
{
    const Secret token = m_token->secret();
    if (token.isEmpty())
        return;
    m_message->clear();
    keep(token);
}

/// Of another server no answer comes to what the former one was asked.
void TokenBox::handleServerChange()
{
    if (m_connection.state() != ServerConnection::State::Connecting || !std::exchange(m_isAsking, false))
        return;
    m_message->clear();
    enableButtons();
}

void TokenBox::forget()
{
    m_message->clear();
    m_preferences.secrets().remove(hubTokenName(), this, [this](const Result<void> &removed) { finish(removed); });
}

void TokenBox::finish(const Result<void> &done)
{
    if (!done)
        return m_message->tell(done.error());
    m_token->clear();
    showState();
    Q_EMIT changed();
}

void TokenBox::enableButtons()
{
    m_save->setEnabled(!m_isAsking && !m_token->secret().isEmpty());
    m_remove->setEnabled(m_isSet);
}
