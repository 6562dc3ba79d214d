#include "window/status_line.h"

#include "connection/job_list.h"
#include "connection/server_connection.h"
#include "downloads/job_state.h"
#include "downloads/rate_limit_button.h"
#include "widgets/amounts.h"
#include "widgets/literal_text.h"

#include <QLabel>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace {

QString shimmyText(const QString &state)
{
    static const QHash<QString, QString> texts{
        {u"stopped"_s, StatusLine::tr("Shimmy: stopped")},
        {u"starting"_s, StatusLine::tr("Shimmy: starting")},
        {u"ready"_s, StatusLine::tr("Shimmy: ready")},
        {u"busy"_s, StatusLine::tr("Shimmy: busy")},
        {u"replacing"_s, StatusLine::tr("Shimmy: being replaced")},
        {u"backing_off"_s, StatusLine::tr("Shimmy: waiting to start again")},
        {u"failed"_s, StatusLine::tr("Shimmy: failed")},
        {u"draining"_s, StatusLine::tr("Shimmy: ending")},
    };
    return texts.value(state);
}

} // namespace

StatusLine::StatusLine(ServerConnection &connection, QWidget *parent)
    : QStatusBar(parent)
    , m_connection(connection)
    , m_server(addPart(u"statusServer"_s, tr("Server")))
    , m_shimmy(addPart(u"statusShimmy"_s, tr("State of Shimmy")))
    , m_disk(addPart(u"statusDisk"_s, tr("Free disk space")))
    , m_downloads(addPart(u"statusDownloads"_s, tr("Downloads")))
    , m_rate(addPart(u"statusRate"_s, tr("Download rate")))
{
    addPermanentWidget(new RateLimitButton(connection, this));
    connect(&connection, &ServerConnection::stateChanged, this, [this] {
        showServer();
        showShimmy();
        showDownloads();
    });
    connect(&connection, &ServerConnection::serverChanged, this, &StatusLine::showServer);
    connect(&connection, &ServerConnection::factsChanged, this, &StatusLine::showShimmy);
    connect(&connection, &ServerConnection::shimmyChanged, this, &StatusLine::showShimmy);
    JobList &jobs = connection.jobs();
    connect(&jobs, &JobList::listed, this, &StatusLine::showDownloads);
    connect(&jobs, &JobList::added, this, &StatusLine::showDownloads);
    connect(&jobs, &JobList::changed, this, &StatusLine::showDownloads);
    showServer();
    showShimmy();
    showDownloads();
}

QLabel *StatusLine::addPart(const QString &name, const QString &description)
{
    auto *label = new QLabel(this);
    label->setObjectName(name);
    label->setAccessibleDescription(description); // what it says is its name: a name of its own would hide that
    label->setTextFormat(Qt::PlainText);
    label->setContentsMargins(4, 0, 4, 0);
    addPermanentWidget(label);
    return label;
}

void StatusLine::showServer()
{
    const QString name = m_connection.server().name;
    switch (m_connection.state()) {
    case ServerConnection::State::Idle: m_server->setText(tr("No server")); break;
    case ServerConnection::State::Connecting: m_server->setText(tr("Connecting to %1").arg(name)); break;
    case ServerConnection::State::Connected: m_server->setText(name); break;
    case ServerConnection::State::Lost: m_server->setText(tr("%1 does not answer").arg(name)); break;
    case ServerConnection::State::Refused: m_server->setText(tr("%1: no access").arg(name)); break;
    }
    m_server->setToolTip(m_connection.server().url.toString());
}

void StatusLine::showShimmy()
{
    const bool isConnected = m_connection.state() == ServerConnection::State::Connected;
    const ServiceFacts &facts = m_connection.facts();
    m_shimmy->setText(isConnected ? shimmyText(m_connection.shimmy().state) : QString());
    m_shimmy->setToolTip(literalText(m_connection.shimmy().trouble));
    const bool hasDisk = isConnected && facts.freeDiskBytes;
    m_disk->setText(hasDisk ? tr("%1 free").arg(bytesText(*facts.freeDiskBytes)) : QString());
    m_shimmy->setVisible(!m_shimmy->text().isEmpty());
    m_disk->setVisible(hasDisk);
}

void StatusLine::showDownloads()
{
    int active = 0;
    int queued = 0;
    for (const Job &job : m_connection.jobs().jobs()) {
        queued += groupOf(job) == JobGroup::Queued;
        active += groupOf(job) == JobGroup::Active;
    }
    const bool isConnected = m_connection.state() == ServerConnection::State::Connected;
    m_downloads->setText(tr("%1 active, %2 queued").arg(QLocale().toString(active), QLocale().toString(queued)));
    m_rate->setText(u"↓ "_s + rateText(m_connection.jobs().bytesPerSecond()));
    m_downloads->setVisible(isConnected);
    m_rate->setVisible(isConnected);
}
