#pragma once

#include "preferences/autostart.h"
#include "widgets/view.h"

class DoctorPage;
class LogPage;
class OverviewPage;
class Preferences;
class ProgramsPage;
class QTabWidget;
class ServerConnection;
class ServersPage;
class SettingsPage;
struct ServerEntry;

/// The server that is shown, others, and the settings of the one inside this process.
class ServerView final : public View {
    Q_OBJECT

public:
    /// In the order of the tabs.
    enum Page { Overview, Logs, Doctor, Settings, Servers, Programs };

    /// Both must outlive it. \a autostart is of this program.
    ServerView(ServerConnection &connection, Preferences &preferences, QWidget *parent = nullptr);
    ServerView(ServerConnection &connection, Preferences &preferences, const Autostart &autostart,
               QWidget *parent = nullptr);

    void showPage(Page page);

    QList<QAction *> toolBarActions() const override;
    void takeFocus() override;
    void saveState(QVariantMap &state) const override;
    void restoreState(const QVariantMap &state) override;

Q_SIGNALS:
    /// The user has chosen another server. For the one inside this process, \a server has no address.
    void serverChosen(const ServerEntry &server);
    /// What the service inside this process is started with has changed: it is to be started anew.
    void serviceSettingsChanged();

private:
    QTabWidget *m_tabs;
    OverviewPage *m_overview;
    LogPage *m_logs;
    DoctorPage *m_doctor;
    SettingsPage *m_settings;
    ServersPage *m_servers;
    ProgramsPage *m_programs;
    QAction *m_add;
};
