#include "setup/computer_choice.h"

#include "client/hub_listing.h"
#include "client/server_error.h"
#include "connection/server_connection.h"
#include "connection/server_probe.h"
#include "preferences/preferences.h"
#include "widgets/folder_field.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"
#include "widgets/secret_field.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

ComputerChoice::ComputerChoice(ServerConnection &connection, Preferences &preferences, QWidget *parent)
    : QGroupBox(tr("Where models run"), parent)
    , m_connection(connection)
    , m_preferences(preferences)
    , m_probe(new ServerProbe(this))
    , m_own(new QRadioButton(tr("On &this computer")))
    , m_other(new QRadioButton(tr("On an&other one, where a shimmyd runs")))
    , m_pages(new QStackedWidget)
    , m_folder(new FolderField(tr("Folder of the models")))
    , m_useOwn(new QPushButton(namedIcon(u"dialog-ok"_s), tr("&Use this computer")))
    , m_token(new SecretField(tr("Hub token, if you have one")))
    , m_tryToken(new QPushButton(tr("Test a&nd save")))
    , m_tokenMessage(new InlineMessage)
    , m_address(new QLineEdit)
    , m_key(new SecretField(tr("API key")))
    , m_connect(new QPushButton(namedIcon(u"network-connect"_s), tr("&Connect")))
    , m_otherMessage(new InlineMessage)
{
    m_own->setObjectName(u"useOwn"_s);
    m_other->setObjectName(u"useOther"_s);
    m_own->setChecked(true);
    m_pages->addWidget(makeOwn());
    m_pages->addWidget(makeOther());
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_own);
    layout->addWidget(m_other);
    layout->addWidget(m_pages);

    connect(m_other, &QRadioButton::toggled, this, &ComputerChoice::choose);
    connect(m_useOwn, &QPushButton::clicked, this, &ComputerChoice::useOwn);
    connect(m_folder, &FolderField::edited, this, &ComputerChoice::enableButtons);
    connect(m_tryToken, &QPushButton::clicked, this, &ComputerChoice::tryToken);
    connect(m_token, &QLineEdit::returnPressed, this, &ComputerChoice::tryToken);
    connect(m_token, &QLineEdit::textChanged, this, &ComputerChoice::enableButtons);
    connect(m_connect, &QPushButton::clicked, this, &ComputerChoice::connectToOther);
    connect(m_address, &QLineEdit::returnPressed, this, &ComputerChoice::connectToOther);
    connect(m_key, &QLineEdit::returnPressed, this, &ComputerChoice::connectToOther);
    connect(&connection, &ServerConnection::stateChanged, this, &ComputerChoice::enableButtons);
    connect(&connection, &ServerConnection::serverChanged, this, &ComputerChoice::handleServerChange);
    enableButtons();
}

QWidget *ComputerChoice::makeOwn()
{
    m_folder->setFolder(m_preferences.modelsFolder());
    m_token->setObjectName(u"setupToken"_s);
    m_token->setPlaceholderText(tr("Only needed for private and gated models"));
    m_tryToken->setObjectName(u"setupTryToken"_s);
    m_useOwn->setObjectName(u"useFolder"_s);
    m_tokenMessage->setObjectName(u"setupTokenMessage"_s);
    auto *token = new QHBoxLayout;
    token->addWidget(m_token, 1);
    token->addWidget(m_tryToken);
    auto *page = new QWidget;
    auto *form = new QFormLayout(page);
    form->addRow(tr("&Models folder:"), m_folder);
    auto *use = new QHBoxLayout;
    use->addWidget(m_useOwn);
    use->addStretch();
    form->addRow(QString(), use);
    form->addRow(tr("Hub to&ken:"), token);
    qobject_cast<QLabel *>(form->labelForField(token))->setBuddy(m_token);
    form->addRow(m_tokenMessage);
    return page;
}

QWidget *ComputerChoice::makeOther()
{
    m_address->setObjectName(u"setupAddress"_s);
    m_address->setAccessibleName(tr("Address"));
    m_address->setPlaceholderText(u"https://host:8080"_s);
    m_key->setObjectName(u"setupKey"_s);
    m_key->setPlaceholderText(tr("None"));
    m_connect->setObjectName(u"setupConnect"_s);
    m_otherMessage->setObjectName(u"setupOtherMessage"_s);
    auto *key = new QHBoxLayout;
    key->addWidget(m_key, 1);
    key->addWidget(m_connect);
    auto *page = new QWidget;
    auto *form = new QFormLayout(page);
    form->addRow(tr("Add&ress:"), m_address);
    form->addRow(tr("API &key:"), key);
    qobject_cast<QLabel *>(form->labelForField(key))->setBuddy(m_key);
    form->addRow(m_otherMessage);
    return page;
}

void ComputerChoice::takeFocus()
{
    m_own->isChecked() ? m_own->setFocus(Qt::OtherFocusReason) : m_other->setFocus(Qt::OtherFocusReason);
}

void ComputerChoice::choose(bool isOther)
{
    m_pages->setCurrentIndex(isOther ? 1 : 0);
    enableButtons();
}

void ComputerChoice::chooseOwn()
{
    if (m_connection.state() == ServerConnection::State::Idle)
        useOwn();
}

void ComputerChoice::useOwn()
{
    const QString folder = m_folder->folder();
    if (!folder.isEmpty())
        m_preferences.setModelsFolder(folder);
    if (m_connection.server().isEmbedded)
        Q_EMIT serviceSettingsChanged();
    else
        Q_EMIT serverChosen({tr("This computer"), {}, {}, {}, true});
    enableButtons();
}

void ComputerChoice::enableButtons()
{
    const bool isAnswering = m_connection.state() == ServerConnection::State::Connected;
    const bool isInUse = m_connection.server().isEmbedded && m_connection.state() != ServerConnection::State::Refused;
    const QString folder = m_folder->folder();
    m_useOwn->setText(isInUse ? tr("&Use this folder") : tr("&Use this computer"));
    m_useOwn->setEnabled(!folder.isEmpty() && (!isInUse || folder != m_preferences.modelsFolder()));
    m_token->setEnabled(isInUse && isAnswering);
    m_tryToken->setEnabled(m_token->isEnabled() && !m_token->secret().isEmpty());
}

/// Of another server no answer comes to what the former one was asked.
void ComputerChoice::handleServerChange()
{
    if (m_connection.state() == ServerConnection::State::Connecting && std::exchange(m_isAskingHub, false))
        m_tokenMessage->clear();
    enableButtons();
}

void ComputerChoice::tryToken()
{
    const Secret token = m_token->secret();
    if (token.isEmpty())
        return;
    m_isAskingHub = true;
    m_tryToken->setEnabled(false);
    m_tokenMessage->tell(InlineMessage::Kind::Information, tr("The Hub is asked whose token this is…"));
    m_connection.api().call(whoAmICall(token), this, [this, token](const Result<QJsonObject> &answer) {
        takeAccount(answer ? Result<HubAccount>(HubAccount::fromJson(*answer)) : failWith(answer), token);
    });
}

void ComputerChoice::takeAccount(const Result<HubAccount> &account, const Secret &token)
{
    m_isAskingHub = false;
    enableButtons();
    if (!account)
        return m_tokenMessage->tell(account.error());
    m_preferences.secrets().save(hubTokenName(), token, this, [this, name = account->name](const Result<void> &saved) {
        if (!saved)
            return m_tokenMessage->tell(saved.error());
        m_tokenMessage->tell(InlineMessage::Kind::Success, tr("Signed in as %1.").arg(name));
        m_token->clear();
        Q_EMIT serviceSettingsChanged();
    });
}

void ComputerChoice::connectToOther()
{
    const QString address = m_address->text().trimmed();
    const auto url = parseServer(address);
    if (!url) {
        return m_otherMessage->tell(InlineMessage::Kind::Failure,
                                    tr("This is not the address of a shimmyd: %1").arg(address),
                                    tr("Use for example https://host:8080"));
    }
    const ServerEntry server{url->authority(), *url, m_key->secret(), {}, false};
    m_connect->setEnabled(false);
    m_otherMessage->tell(InlineMessage::Kind::Information, tr("%1 is being asked…").arg(server.name));
    m_probe->ask(server, [this, server](const Result<ServiceFacts> &facts) { takeOther(facts, server); });
}

void ComputerChoice::takeOther(const Result<ServiceFacts> &facts, const ServerEntry &server)
{
    m_connect->setEnabled(true);
    if (!facts)
        return m_otherMessage->tell(facts.error());
    m_otherMessage->tell(InlineMessage::Kind::Success, tr("%1 answers and lets you in.").arg(facts->manager));
    QList<SavedServer> servers = m_preferences.servers();
    servers.removeIf([&](const SavedServer &each) { return each.url == server.url; });
    m_preferences.setServers(servers << SavedServer{server.name, server.url});
    if (!server.apiKey.isEmpty()) {
        m_preferences.secrets().save(serverKeyName(server.url), server.apiKey, this, [this](const Result<void> &saved) {
            if (!saved)
                m_otherMessage->tell(saved.error());
        });
    }
    Q_EMIT serverChosen(server);
}
