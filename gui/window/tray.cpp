#include "window/tray.h"

#include "connection/job_list.h"
#include "connection/server_connection.h"
#include "widgets/amounts.h"
#include "window/desktop_notification.h"

#include <QGuiApplication>

using namespace Qt::StringLiterals;

Tray::Tray(ServerConnection &connection, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
    , m_icon(QGuiApplication::windowIcon())
{
    m_menu.addAction(tr("&Show window"), this, &Tray::windowRequested);
    m_menu.addAction(tr("&Quit"), this, &Tray::quitRequested);
    m_icon.setContextMenu(&m_menu);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger)
            Q_EMIT windowRequested();
    });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &Tray::windowRequested);
    connect(&connection.jobs(), &JobList::added, this, &Tray::look);
    connect(&connection.jobs(), &JobList::changed, this, &Tray::look);
    connect(&connection.jobs(), &JobList::listed, this, &Tray::lookAtAll);
    connect(&connection.jobs(), &JobList::changed, this, &Tray::showRate);
    connect(&connection.jobs(), &JobList::listed, this, &Tray::showRate);
    connect(&connection, &ServerConnection::stateChanged, this, &Tray::showRate);
    showRate();
}

bool Tray::isAvailable() const
{
    return m_icon.isVisible() && QSystemTrayIcon::isSystemTrayAvailable();
}

void Tray::setShown(bool isShown)
{
    m_icon.setVisible(isShown);
}

void Tray::notify(const QString &title, const QString &text)
{
    if (isAvailable())
        m_icon.showMessage(title, text);
    else
        showDesktopNotification(title, text);
    Q_EMIT notified(title, text);
}

void Tray::look(const Job &job)
{
    const QString former = std::exchange(m_states[job.id], job.state);
    if (!former.isEmpty() && former != job.state)
        tellOf(job);
}

/// What has ended while the server was out of reach is told, too.
void Tray::lookAtAll()
{
    if (!m_connection.jobs().isKnown())
        m_states.clear(); // those of another server
    for (const Job &job : m_connection.jobs().jobs())
        look(job);
}

void Tray::tellOf(const Job &job)
{
    if (job.state == "complete"_L1)
        notify(tr("Download complete"),
               tr("%1 can be used now").arg(job.modelId.isEmpty() ? job.filename : job.modelId));
    else if (job.state == "failed"_L1)
        notify(tr("Download failed"), job.filename + u": "_s + job.error);
}

void Tray::showRate()
{
    const qint64 rate = m_connection.jobs().bytesPerSecond();
    const QString name = QGuiApplication::applicationDisplayName();
    m_icon.setToolTip(rate == 0 ? name : tr("%1: downloading at %2").arg(name, rateText(rate)));
}
