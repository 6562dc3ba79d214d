#include "server/server_view.h"

#include "connection/server_entry.h"
#include "server/doctor_page.h"
#include "server/log_page.h"
#include "server/overview_page.h"
#include "server/programs_page.h"
#include "server/servers_page.h"
#include "server/settings_page.h"
#include "widgets/icons.h"

#include <QCoreApplication>
#include <QTabWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

ServerView::ServerView(ServerConnection &connection, Preferences &preferences, QWidget *parent)
    : ServerView(connection, preferences, Autostart({QCoreApplication::applicationFilePath()}), parent)
{
}

ServerView::ServerView(ServerConnection &connection, Preferences &preferences, const Autostart &autostart,
                       QWidget *parent)
    : View(parent)
    , m_tabs(new QTabWidget)
    , m_overview(new OverviewPage(connection))
    , m_logs(new LogPage(connection))
    , m_doctor(new DoctorPage(connection))
    , m_settings(new SettingsPage(connection, preferences, autostart))
    , m_servers(new ServersPage(connection, preferences))
    , m_programs(new ProgramsPage(connection))
    , m_add(new QAction(namedIcon(u"list-add"_s), tr("Add server"), this))
{
    m_tabs->setObjectName(u"serverPages"_s);
    m_tabs->setAccessibleName(tr("Pages about the server"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_overview, namedIcon(u"network-server"_s), tr("Overview"));
    m_tabs->addTab(m_logs, namedIcon(u"view-history"_s), tr("Log"));
    m_tabs->addTab(m_doctor, namedIcon(u"system-help"_s), tr("Doctor"));
    m_tabs->addTab(m_settings, namedIcon(u"configure"_s), tr("Settings"));
    m_tabs->addTab(m_servers, namedIcon(u"network-connect"_s), tr("Servers"));
    m_tabs->addTab(m_programs, namedIcon(u"utilities-terminal"_s), tr("Use from other programs"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);

    m_add->setObjectName(u"addServerAction"_s);
    connect(m_add, &QAction::triggered, this, [this] {
        showPage(Servers);
        m_servers->add();
    });
    connect(m_settings, &SettingsPage::serverChosen, this, &ServerView::serverChosen);
    connect(m_settings, &SettingsPage::serviceSettingsChanged, this, &ServerView::serviceSettingsChanged);
    connect(m_servers, &ServersPage::serverChosen, this, &ServerView::serverChosen);
}

void ServerView::showPage(Page page)
{
    m_tabs->setCurrentIndex(page);
}

QList<QAction *> ServerView::toolBarActions() const
{
    return {m_overview->restartAction(), nullptr, m_add};
}

void ServerView::takeFocus()
{
    switch (m_tabs->currentIndex()) {
    case Logs: return m_logs->takeFocus();
    case Doctor: return m_doctor->takeFocus();
    case Settings: return m_settings->takeFocus();
    case Servers: return m_servers->takeFocus();
    default: m_tabs->currentWidget()->setFocus(Qt::OtherFocusReason);
    }
}

void ServerView::saveState(QVariantMap &state) const
{
    state.insert(u"page"_s, m_tabs->currentIndex());
    state.insert(u"logLevel"_s, m_logs->level());
}

void ServerView::restoreState(const QVariantMap &state)
{
    m_tabs->setCurrentIndex(state.value(u"page"_s, Overview).toInt());
    m_logs->setLevel(state.value(u"logLevel"_s, m_logs->level()).toInt());
}
