#include "server/overview_page.h"

#include "connection/server_connection.h"
#include "server/history_model.h"
#include "server/instances_model.h"
#include "server/plain_table.h"
#include "widgets/amounts.h"
#include "widgets/elided_label.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"
#include "widgets/literal_text.h"

#include <QAction>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace {

QLabel *heading(const QString &text)
{
    auto *label = new QLabel(text);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

void setWidths(QTreeView &table, const QList<int> &inCharacters)
{
    const int width = table.fontMetrics().averageCharWidth();
    for (int column = 0; column < inCharacters.size(); ++column)
        table.header()->resizeSection(column, inCharacters[column] * width);
}

QString queueText(const GenerationQueue &queue)
{
    QStringList clients;
    for (const GenerationQueue::Client &each : queue.clients)
        clients += OverviewPage::tr("%1 (%2)").arg(each.name, QLocale().toString(each.waiting));
    const QString running = OverviewPage::tr("Answers in progress: %1.").arg(QLocale().toString(queue.running));
    if (queue.waiting == 0)
        return OverviewPage::tr("%1 Nobody waits.").arg(running);
    return OverviewPage::tr("%1 Waiting: %2 of at most %3, about %4 each: %5")
        .arg(running, QLocale().toString(queue.waiting), QLocale().toString(queue.limit),
             durationText(queue.waitSeconds), clients.join(u", "_s));
}

} // namespace

OverviewPage::OverviewPage(ServerConnection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_restart(new QAction(namedIcon(u"view-refresh"_s), tr("Restart Shimmy"), this))
    , m_message(new InlineMessage)
    , m_trouble(new InlineMessage)
    , m_progress(new QProgressBar)
    , m_queue(new QLabel)
    , m_instances(makeTable(u"instances"_s, tr("Instances of Shimmy")))
    , m_history(makeTable(u"history"_s, tr("Recent events")))
    , m_instancesModel(new InstancesModel(this))
    , m_historyModel(new HistoryModel(this))
{
    m_restart->setObjectName(u"restartShimmy"_s);
    m_restart->setToolTip(tr("Have fresh instances take over, without a failed request"));
    m_message->setObjectName(u"overviewMessage"_s);
    m_progress->setObjectName(u"restartProgress"_s);
    m_progress->setAccessibleName(tr("Fresh instances are starting"));
    m_progress->setRange(0, 0);
    m_progress->setFormat(tr("Fresh instances are starting"));
    m_progress->hide();

    auto *facts = new QHBoxLayout;
    auto *service = new QFormLayout;
    auto *shimmy = new QFormLayout;
    facts->addLayout(service, 1);
    facts->addSpacing(24);
    facts->addLayout(shimmy, 1);
    m_server = addFact(*service, u"factServer"_s, tr("Server:"));
    m_service = addFact(*service, u"factService"_s, tr("Service:"));
    m_uptime = addFact(*service, u"factUptime"_s, tr("Running for:"));
    m_disk = addFact(*service, u"factDisk"_s, tr("Free disk space:"));
    m_shimmy = addFact(*shimmy, u"factShimmy"_s, tr("Shimmy:"));
    m_program = addFact(*shimmy, u"factProgram"_s, tr("Program:"));
    m_switches = addFact(*shimmy, u"factSwitches"_s, tr("Fresh instances took over:"));
    m_restarts = addFact(*shimmy, u"factRestarts"_s, tr("Instances ended by themselves:"));
    m_trouble->setObjectName(u"shimmyTrouble"_s);
    m_trouble->setCloseable(false);
    m_queue->setObjectName(u"factQueue"_s);
    m_queue->setTextFormat(Qt::PlainText);
    m_queue->setWordWrap(true);

    m_instances->setModel(m_instancesModel);
    setWidths(*m_instances, {10, 30, 22, 12, 22, 8, 10});
    m_history->setModel(m_historyModel);
    setWidths(*m_history, {22, 38});

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_trouble);
    layout->addWidget(m_message);
    layout->addWidget(m_progress);
    layout->addLayout(facts);
    layout->addSpacing(8);
    layout->addWidget(heading(tr("Instances")));
    layout->addWidget(m_queue);
    layout->addWidget(m_instances, 2);
    layout->addSpacing(8);
    layout->addWidget(heading(tr("Recent events")));
    layout->addWidget(m_history, 3);

    connect(m_restart, &QAction::triggered, this, &OverviewPage::restart);
    connect(&connection, &ServerConnection::serverChanged, this, &OverviewPage::clear);
    connect(&connection, &ServerConnection::stateChanged, this, [this] {
        showFacts();
        enableRestart();
        refresh();
    });
    connect(&connection, &ServerConnection::factsChanged, this, [this] {
        showFacts();
        refresh();
    });
    connect(&connection, &ServerConnection::shimmyChanged, this, &OverviewPage::refresh);
    clear();
}

ElidedLabel *OverviewPage::addFact(QFormLayout &form, const QString &objectName, const QString &title)
{
    auto *label = new ElidedLabel;
    label->setObjectName(objectName);
    label->setAccessibleDescription(title);
    form.addRow(title, label);
    return label;
}

void OverviewPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void OverviewPage::clear()
{
    m_isAsking = false; // answers of the former server never arrive
    m_isRestarting = false;
    m_progress->hide();
    m_message->clear();
    showStatus({});
    showFacts();
    enableRestart();
    refresh();
}

/// Memory and queue are in no feed; they are asked for while somebody looks.
void OverviewPage::refresh()
{
    if (m_isAsking || !isVisible() || m_connection.state() != ServerConnection::State::Connected)
        return;
    m_isAsking = true;
    m_connection.api().call(shimmyStatusCall(), this, [this](const Result<QJsonObject> &answer) {
        m_isAsking = false;
        if (answer) {
            if (std::exchange(m_isStatusMissing, false))
                m_message->clear();
            showStatus(ShimmyStatus::fromJson(*answer));
        } else if (answer.error().kind != ErrorKind::NetworkFailed) { // the connection tells of a server that is gone
            m_isStatusMissing = true;
            m_message->tell(answer.error());
        }
    });
}

void OverviewPage::restart()
{
    m_isRestarting = true;
    m_isStatusMissing = false;
    enableRestart();
    m_message->clear();
    m_progress->show();
    m_connection.api().call(restartShimmyCall(), this, [this](const Result<QJsonObject> &answer) {
        finishRestart(answer ? Result<ShimmyRestart>(ShimmyRestart::fromJson(*answer)) : failWith(answer));
    });
}

void OverviewPage::finishRestart(const Result<ShimmyRestart> &outcome)
{
    m_isRestarting = false;
    m_progress->hide();
    enableRestart();
    if (outcome) {
        m_message->tell(InlineMessage::Kind::Success,
                        tr("Fresh instances took over after %1 s.").arg(QLocale().toString(outcome->seconds, 'f', 1)));
    } else {
        m_message->tell(outcome.error());
    }
    refresh();
}

void OverviewPage::enableRestart()
{
    m_restart->setEnabled(!m_isRestarting && m_connection.state() == ServerConnection::State::Connected);
}

void OverviewPage::showFacts()
{
    const ServiceFacts &facts = m_connection.facts();
    const QString address = m_connection.server().url.toString();
    const QString unknown = tr("not known");
    m_server->setText(address.isEmpty() ? m_connection.server().name
                                        : tr("%1, at %2").arg(m_connection.server().name, address));
    m_service->setText(facts.manager.isEmpty() ? unknown : facts.manager);
    m_uptime->setText(facts.manager.isEmpty() ? unknown : durationText(facts.uptimeSeconds));
    m_disk->setText(facts.freeDiskBytes ? bytesText(*facts.freeDiskBytes) : unknown);
}

void OverviewPage::showStatus(const ShimmyStatus &status)
{
    const QString state = shimmyStateText(status.state);
    const QString version = status.version.isEmpty() ? state : tr("%1, version %2").arg(state, status.version);
    m_shimmy->setText(status.state.isEmpty() ? tr("not known") : version);
    m_program->setText(status.program.isEmpty() ? tr("not known") : pathText(status.program));
    m_switches->setText(QLocale().toString(status.switches));
    m_restarts->setText(QLocale().toString(status.restarts));
    if (status.trouble.isEmpty())
        m_trouble->clear();
    else if (const QString text = tr("Shimmy cannot answer: %1").arg(status.trouble); m_trouble->text() != text)
        m_trouble->tell(InlineMessage::Kind::Failure, text); // once: it is read out
    m_queue->setText(queueText(status.queue));
    m_instancesModel->setInstances(status.instances);
    m_historyModel->setStatus(status);
}
