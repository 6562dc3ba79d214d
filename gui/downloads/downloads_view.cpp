#include "downloads/downloads_view.h"

#include "connection/job_list.h"
#include "connection/server_connection.h"
#include "downloads/cancel_question.h"
#include "downloads/downloads_filter.h"
#include "downloads/downloads_model.h"
#include "downloads/job_actions.h"
#include "downloads/job_details.h"
#include "downloads/job_orders.h"
#include "downloads/progress_delegate.h"
#include "downloads/rate_graph.h"
#include "widgets/empty_page.h"
#include "widgets/inline_message.h"
#include "widgets/sort_menu.h"
#include "widgets/table_columns.h"

#include <QHeaderView>
#include <QLocale>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

DownloadsView::DownloadsView(ServerConnection &connection, Preferences & /*preferences*/, QWidget *parent)
    : View(parent)
    , m_connection(connection)
    , m_jobs(new DownloadsModel(this))
    , m_filter(new DownloadsFilter(*m_jobs, this))
    , m_orders(new JobOrders(connection, this))
    , m_actions(new JobActions(this))
    , m_message(new InlineMessage(this))
    , m_groups(new QTabBar(this))
    , m_table(new QTreeView(this))
    , m_empty(new EmptyPage(this))
    , m_pages(new QStackedWidget(this))
    , m_details(new JobDetails(m_actions->retryAction(), this))
    , m_graph(new RateGraph(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
{
    makeTable();
    arrange();
    connectJobs();
    connectActions();
    takeList();
}

DownloadsView::~DownloadsView()
{
    // The rows go when less than this is left, and say so.
    m_jobs->disconnect(this);
    m_filter->disconnect(this);
    m_table->selectionModel()->disconnect(this);
}

void DownloadsView::makeTable()
{
    m_table->setObjectName(u"downloadsTable"_s);
    m_table->setAccessibleName(tr("Downloads"));
    m_table->setModel(m_filter);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true); // which is what makes 10,000 of them cheap
    m_table->setAllColumnsShowFocus(true);
    m_table->setAlternatingRowColors(true);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setDragDropMode(QAbstractItemView::InternalMove);
    m_table->setDropIndicatorShown(true);
    m_table->setItemDelegateForColumn(DownloadsModel::Progress, new ProgressDelegate(m_table));
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(DownloadsModel::Turn, Qt::AscendingOrder);
    m_columns = new TableColumns(m_table, DownloadsModel::Name);
    m_columns->setWidths({4, 34, 9, 15, 24, 10, 12, 21});
}

void DownloadsView::arrange()
{
    m_message->setObjectName(u"downloadsMessage"_s);
    m_groups->setObjectName(u"jobGroups"_s);
    m_groups->setAccessibleName(tr("Filter by state"));
    m_groups->setDrawBase(false);
    m_groups->setExpanding(false);
    for (int group = 0; group < jobGroups; ++group)
        m_groups->addTab(groupTitle(static_cast<JobGroup>(group)));
    m_details->setObjectName(u"jobDetails"_s);
    m_graph->setObjectName(u"rateGraph"_s);

    m_pages->addWidget(m_table);
    m_pages->addWidget(m_empty);
    auto *below = new QWidget(this);
    auto *row = new QHBoxLayout(below);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_details, 3);
    row->addWidget(m_graph, 2);
    m_splitter->setObjectName(u"downloadsSplitter"_s);
    m_splitter->addWidget(m_pages);
    m_splitter->addWidget(below);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({fontMetrics().height() * 22, fontMetrics().height() * 15});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_message);
    layout->addWidget(m_groups);
    layout->addWidget(m_splitter, 1);
}

void DownloadsView::connectJobs()
{
    JobList &jobs = m_connection.jobs();
    connect(&jobs, &JobList::listed, this, &DownloadsView::takeList);
    connect(&jobs, &JobList::added, this, [this](const Job &job) {
        m_jobs->add(job);
        selectAwaited();
    });
    connect(&jobs, &JobList::changed, this, &DownloadsView::takeChange);
    connect(&jobs, &JobList::failed, this, [this](const Error &error) {
        m_isListLost = true;
        m_message->tell(error);
    });
    connect(&m_connection, &ServerConnection::stateChanged, this, [this](ServerConnection::State state) {
        if (state == ServerConnection::State::Connecting)
            m_graph->clear();
        m_graph->add(m_connection.jobs().bytesPerSecond());
        if (state == ServerConnection::State::Connecting || state == ServerConnection::State::Connected)
            m_message->clear(); // what could not be asked of a server that was lost can be asked again
        showPage();
    });
    connect(m_orders, &JobOrders::failed, m_message, [this](const Error &error) { m_message->tell(error); });
    connect(m_orders, &JobOrders::described, this, [this](const Job &job) {
        if (const Job *current = currentJob(); current && current->id == job.id)
            m_details->showJob(job);
    });
    connect(m_jobs, &DownloadsModel::countsChanged, this, &DownloadsView::showCounts);
    connect(m_jobs, &DownloadsModel::moved, this, &DownloadsView::drop);
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &DownloadsView::showPage);
    connect(m_filter, &QAbstractItemModel::rowsRemoved, this, &DownloadsView::showPage);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &DownloadsView::showPage);
}

void DownloadsView::connectActions()
{
    m_actions->setTable(m_table);
    for (QAction *action : m_actions->menu()) {
        if (action) // what was said of the last wish does not hold any more
            connect(action, &QAction::triggered, m_message, &InlineMessage::clear);
    }
    connect(m_actions, &JobActions::pauseRequested, m_orders, &JobOrders::pause);
    connect(m_actions, &JobActions::resumeRequested, m_orders, &JobOrders::resume);
    connect(m_actions, &JobActions::retryRequested, m_orders, &JobOrders::retry);
    connect(m_actions, &JobActions::cancelRequested, this, &DownloadsView::cancel);
    connect(m_actions, &JobActions::promptRequested, this, &DownloadsView::promptRequested);
    connect(m_details, &JobDetails::promptRequested, this, &DownloadsView::promptRequested);
    connect(m_actions, &JobActions::upRequested, this, [this](const QStringList &ids) {
        const QStringList queue = m_jobs->queuedIds();
        m_orders->reorder(queue, movedUp(m_orders->orderOf(queue), ids));
    });
    connect(m_actions, &JobActions::downRequested, this, [this](const QStringList &ids) {
        const QStringList queue = m_jobs->queuedIds();
        m_orders->reorder(queue, movedDown(m_orders->orderOf(queue), ids));
    });
    connect(m_groups, &QTabBar::currentChanged, this, [this](int group) {
        m_filter->setGroup(static_cast<JobGroup>(group));
        showPage();
    });
    connect(m_table, &QTreeView::customContextMenuRequested, this, &DownloadsView::showMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &DownloadsView::showSelection);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &DownloadsView::showSelection);
    connect(m_table, &QTreeView::doubleClicked, this, [this](const QModelIndex &index) {
        if (const QString model = m_filter->jobAt(index).modelId; !model.isEmpty())
            Q_EMIT promptRequested(model);
    });
}

void DownloadsView::takeList()
{
    if (std::exchange(m_isListLost, false))
        m_message->clear();
    m_jobs->setJobs(m_connection.jobs().jobs());
    m_graph->add(m_connection.jobs().bytesPerSecond());
    selectAwaited();
    showCounts();
    showSelection();
    showPage();
}

void DownloadsView::takeChange(const Job &job, const Job &former)
{
    m_jobs->update(job);
    m_graph->add(m_connection.jobs().bytesPerSecond());
    if (former.state != job.state && m_table->selectionModel()->hasSelection())
        return showSelection();
    if (const Job *current = currentJob(); current && current->id == job.id) {
        m_details->showJob(job);
        if (isVisible())
            m_orders->describe(job.id);
    }
}

void DownloadsView::showCounts()
{
    for (int group = 0; group < jobGroups; ++group) {
        const QString count = QLocale().toString(m_jobs->count(static_cast<JobGroup>(group)));
        m_groups->setTabText(group, tr("%1 (%2)").arg(groupTitle(static_cast<JobGroup>(group)), count));
    }
}

void DownloadsView::showPage()
{
    const bool isEmpty = m_filter->rowCount() == 0;
    m_pages->setCurrentWidget(isEmpty ? static_cast<QWidget *>(m_empty) : m_table);
    if (!isEmpty)
        return;
    const bool isConnected = m_connection.state() == ServerConnection::State::Connected;
    if (!m_connection.jobs().isKnown())
        return m_empty->tell(isConnected ? tr("Asking the server…") : QString(), {});
    if (m_jobs->rowCount() == 0)
        return m_empty->tell(tr("No downloads"), tr("What you pull in Browse appears here until it is a model."));
    m_empty->tell(tr("None in this state"), tr("The other downloads are under All."));
}

void DownloadsView::showJob(const QString &jobId)
{
    m_awaited = jobId;
    selectAwaited();
}

void DownloadsView::selectAwaited()
{
    const int row = m_awaited.isEmpty() ? -1 : m_jobs->rowOf(m_awaited);
    if (row < 0)
        return;
    m_awaited.clear();
    QModelIndex index = m_filter->mapFromSource(m_jobs->index(row, DownloadsModel::Name));
    if (!index.isValid()) {
        m_groups->setCurrentIndex(static_cast<int>(JobGroup::All));
        index = m_filter->mapFromSource(m_jobs->index(row, DownloadsModel::Name));
    }
    showPage();
    m_table->setCurrentIndex(index);
    m_table->scrollTo(index);
}

QList<Job> DownloadsView::selectedJobs() const
{
    QList<Job> jobs;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        jobs += m_filter->jobAt(index);
    return jobs;
}

const Job *DownloadsView::currentJob() const
{
    const QItemSelectionModel &selection = *m_table->selectionModel();
    const QModelIndex current = selection.currentIndex();
    return current.isValid() && selection.isRowSelected(current.row()) ? &m_filter->jobAt(current) : nullptr;
}

void DownloadsView::showSelection()
{
    m_actions->setJobs(selectedJobs());
    const Job *const current = currentJob();
    if (!current)
        return m_details->clear(m_jobs->rowCount() > 0 ? tr("Select a download to see its details.") : QString());
    m_details->showJob(*current);
    if (isVisible())
        m_orders->describe(current->id);
}

void DownloadsView::showEvent(QShowEvent *event)
{
    View::showEvent(event);
    showSelection();
}

void DownloadsView::cancel(const QList<Job> &jobs)
{
    QStringList ids;
    for (const Job &job : jobs)
        ids += job.id;
    const bool losesBytes =
        std::any_of(jobs.begin(), jobs.end(), [](const Job &job) { return job.completedBytes > 0; });
    if (!losesBytes)
        return m_orders->cancel(ids, false);
    auto *question = new CancelQuestion(jobs, this);
    connect(question, &CancelQuestion::confirmed, m_orders,
            [this, ids](bool keepsPart) { m_orders->cancel(ids, keepsPart); });
    question->open();
}

void DownloadsView::drop(const QStringList &ids, const QString &before)
{
    const QStringList queue = m_jobs->queuedIds();
    const int row = m_jobs->rowOf(before);
    // What it was dropped before may not be queued itself: then before the first that is and comes later.
    const auto place = std::find_if(queue.begin(), queue.end(), [&](const QString &id) {
        return row >= 0 && m_jobs->turnAt(m_jobs->rowOf(id)) >= m_jobs->turnAt(row);
    });
    const QStringList order = m_orders->orderOf(queue);
    const qsizetype index = place == queue.end() ? -1 : order.indexOf(*place);
    m_orders->reorder(queue, movedTo(order, ids, index < 0 ? order.size() : index));
}

void DownloadsView::showMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"jobMenu"_s);
    for (QAction *action : m_actions->menu()) {
        if (action)
            menu->addAction(action);
        else
            menu->addSeparator();
    }
    menu->addSeparator();
    menu->addMenu(makeSortMenu(*m_table, menu));
    menu->addMenu(m_columns->makeMenu(menu));
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

QList<QAction *> DownloadsView::toolBarActions() const
{
    return m_actions->toolBar();
}

void DownloadsView::takeFocus()
{
    m_table->setFocus(Qt::OtherFocusReason);
    if (m_table->selectionModel()->hasSelection())
        return;
    // The focus makes the first one current without selecting it.
    const QModelIndex current = m_table->currentIndex();
    m_table->setCurrentIndex(current.isValid() ? current : m_filter->index(0, DownloadsModel::Name));
}

void DownloadsView::saveState(QVariantMap &state) const
{
    m_columns->save(state);
    state.insert(u"splitter"_s, m_splitter->saveState());
    state.insert(u"group"_s, m_groups->currentIndex());
}

void DownloadsView::restoreState(const QVariantMap &state)
{
    m_columns->restore(state);
    m_splitter->restoreState(state.value(u"splitter"_s).toByteArray());
    m_groups->setCurrentIndex(state.value(u"group"_s).toInt());
}
