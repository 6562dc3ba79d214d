#include "server/token_box.h"

#include "client/hub_listing.h"
#include "connection/server_connection.h"
#include "preferences/preferences.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"
#include "widgets/secret_field.h"

#include <QAction>

using namespace Qt::StringLiterals;

TokenBox::TokenBox(ServerConnection &connection, Preferences &preferences, QWidget *parent)
    : SecretBox(preferences.secrets(), hubTokenName(), u"token"_s,
                {tr("Hub token"), tr("New Hub token"), tr("&Test and save"), tr("Re&move"),
                 tr("Not set. Public models need none; private and gated ones do.")},
                parent)
    , m_connection(connection)
    , m_saveAnyway(new QAction(namedIcon(u"dialog-ok"_s), tr("Save anyway"), this))
{
    field().setPlaceholderText(u"hf_…"_s);
    m_saveAnyway->setObjectName(u"saveTokenAnyway"_s);
    connect(m_saveAnyway, &QAction::triggered, this, &TokenBox::keepUntested);
    connect(&connection, &ServerConnection::serverChanged, this, &TokenBox::handleServerChange);
}

void TokenBox::take(const Secret &token)
{
    if (m_connection.state() != ServerConnection::State::Connected) {
        message().tell(InlineMessage::Kind::Warning, tr("The token cannot be tested while the service does not run."),
                       {}, {m_saveAnyway});
        return;
    }
    m_isAsking = true;
    message().tell(InlineMessage::Kind::Information, tr("The Hub is asked whose token this is…"));
    setBusy(true);
    m_connection.api().call(whoAmICall(token), this, [this, token](const Result<QJsonObject> &answer) {
        m_isAsking = false;
        setBusy(false);
        takeAnswer(answer ? Result<HubAccount>(HubAccount::fromJson(*answer)) : failWith(answer), token);
    });
}

void TokenBox::takeAnswer(const Result<HubAccount> &account, const Secret &token)
{
    if (account) {
        keep(token);
        return message().tell(InlineMessage::Kind::Success, tr("Signed in as %1.").arg(account->name));
    }
    // Of a token that the Hub refuses nothing is kept; of one that could not be tried the user knows more than we.
    switch (account.error().kind) {
    case ErrorKind::Unauthorized:
    case ErrorKind::Forbidden:
    case ErrorKind::InvalidArgument: return message().tell(account.error());
    default: return message().tell(account.error(), {m_saveAnyway});
    }
}

void TokenBox::keepUntested()
{
    const Secret token = typed();
    if (token.isEmpty())
        return;
    message().clear();
    keep(token);
}

/// Of another server no answer comes to what the former one was asked.
void TokenBox::handleServerChange()
{
    if (m_connection.state() != ServerConnection::State::Connecting || !std::exchange(m_isAsking, false))
        return;
    message().clear();
    setBusy(false);
}
