#include "server/settings_page.h"

#include "client/limits.h"
#include "connection/server_connection.h"
#include "preferences/preferences.h"
#include "server/key_box.h"
#include "server/settings_form.h"
#include "server/token_box.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>

using namespace Qt::StringLiterals;

SettingsPage::SettingsPage(ServerConnection &connection, Preferences &preferences, const Autostart &autostart,
                           QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_preferences(preferences)
    , m_autostart(autostart)
    , m_message(new InlineMessage)
    , m_elsewhere(new InlineMessage)
    , m_showOwn(new QAction(namedIcon(u"network-connect"_s), tr("Show this computer"), this))
    , m_own(new QWidget)
    , m_token(new TokenBox(connection, preferences))
    , m_key(new KeyBox(preferences.secrets()))
    , m_form(new SettingsForm)
    , m_apply(new QPushButton(namedIcon(u"dialog-ok"_s), tr("Appl&y")))
    , m_revert(new QPushButton(tr("&Undo changes")))
{
    m_message->setObjectName(u"settingsMessage"_s);
    m_elsewhere->setObjectName(u"settingsElsewhere"_s);
    m_elsewhere->setCloseable(false);
    m_apply->setObjectName(u"applySettings"_s);
    m_revert->setObjectName(u"revertSettings"_s);

    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->addWidget(m_form);
    column->addWidget(m_token);
    column->addWidget(m_key);
    column->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(content);
    auto *effect = new QLabel(tr("The service is started anew to take changes. Downloads go on by themselves after "
                                 "that; answers in progress may end early."));
    effect->setObjectName(u"settingsEffect"_s);
    effect->setWordWrap(true);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(effect, 1);
    buttons->addWidget(m_revert);
    buttons->addWidget(m_apply);
    auto *own = new QVBoxLayout(m_own);
    own->setContentsMargins(0, 0, 0, 0);
    own->addWidget(m_message);
    own->addWidget(scroll, 1);
    own->addLayout(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_elsewhere);
    layout->addWidget(m_own, 1);
    layout->addStretch();

    connect(m_form, &SettingsForm::edited, this, &SettingsPage::enableButtons);
    connect(m_apply, &QPushButton::clicked, this, &SettingsPage::apply);
    connect(m_revert, &QPushButton::clicked, this, &SettingsPage::showSettings);
    connect(m_token, &TokenBox::changed, this, &SettingsPage::serviceSettingsChanged);
    connect(m_key, &KeyBox::changed, this, [this](bool isSet) {
        m_preferences.setAsksForKey(isSet);
        Q_EMIT serviceSettingsChanged();
    });
    connect(m_showOwn, &QAction::triggered, this, [this] {
        Q_EMIT serverChosen({tr("This computer"), {}, {}, {}, true});
    });
    connect(&connection, &ServerConnection::serverChanged, this, &SettingsPage::showServer);
    connect(&connection, &ServerConnection::stateChanged, this, &SettingsPage::showStart);
    showSettings();
    showServer();
}

void SettingsPage::takeFocus()
{
    m_form->takeFocus();
}

void SettingsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_token->showState(); // a keychain may have been unlocked meanwhile
    m_key->showState();
}

void SettingsPage::showServer()
{
    const ServerEntry &server = m_connection.server();
    const bool isElsewhere = !server.isEmbedded && !server.url.isEmpty();
    m_own->setVisible(!isElsewhere);
    if (!isElsewhere)
        return m_elsewhere->clear();
    m_elsewhere->tell(InlineMessage::Kind::Information,
                      tr("%1 is another computer, and is not set up from here.").arg(server.name),
                      tr("It takes its settings when it is started there: from shimmyd's command line, its environment "
                         "or its configuration file. What is set here is for the service on this computer."),
                      {m_showOwn});
}

void SettingsPage::showSettings()
{
    m_message->clear();
    m_form->fill(m_preferences.service(), m_autostart.isOn());
    enableButtons();
}

bool SettingsPage::isChanged() const
{
    const auto service = m_form->service();
    return !service || *service != m_preferences.service() || m_form->startsAtLogin() != m_autostart.isOn();
}

void SettingsPage::enableButtons()
{
    const bool canApply = isChanged();
    m_apply->setEnabled(canApply);
    m_revert->setEnabled(canApply);
}

void SettingsPage::apply()
{
    const auto service = m_form->service();
    if (!service)
        return m_message->tell(service.error());
    m_message->clear();
    if (m_form->startsAtLogin() != m_autostart.isOn()) {
        if (const auto set = m_autostart.set(m_form->startsAtLogin()); !set)
            return m_message->tell(set.error());
    }
    const ServicePreferences former = m_preferences.service();
    m_preferences.setService(*service);
    enableButtons();
    ServicePreferences withoutRate = former;
    withoutRate.bytesPerSecond = service->bytesPerSecond;
    const bool isOnlyRate = *service == withoutRate;
    if (isOnlyRate && *service == former)
        return m_message->tell(InlineMessage::Kind::Success, tr("The settings are saved."));
    if (isOnlyRate && m_connection.state() == ServerConnection::State::Connected)
        return applyRate(*service);
    m_message->tell(InlineMessage::Kind::Information,
                    tr("The settings are saved, and the service is being started anew."));
    m_awaitsStart = true;
    Q_EMIT serviceSettingsChanged();
}

/// Whether the service took the settings; if it did not, the window says why.
void SettingsPage::showStart()
{
    const ServerConnection::State state = m_connection.state();
    const bool isOver = state == ServerConnection::State::Connected || state == ServerConnection::State::Refused;
    if (!m_awaitsStart || !isOver)
        return;
    m_awaitsStart = false;
    if (state == ServerConnection::State::Connected)
        m_message->tell(InlineMessage::Kind::Success, tr("The settings are saved, and the service runs with them."));
    else
        m_message->clear();
}

/// Without a new start, which nothing but the rate would be worth.
void SettingsPage::applyRate(const ServicePreferences &service)
{
    const Limits limits{service.bytesPerSecond > 0 ? std::optional(service.bytesPerSecond) : std::nullopt};
    m_connection.api().call(setLimitsCall(limits), this, [this](const Result<QJsonObject> &answer) {
        if (!answer)
            return m_message->tell(answer.error());
        m_message->tell(InlineMessage::Kind::Success, tr("The rate limit holds from now on."));
    });
}
