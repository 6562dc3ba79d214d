#include "browse/browse_view.h"

#include "browse/empty_note.h"
#include "browse/repo_delegate.h"
#include "browse/repo_pane.h"
#include "browse/search_bar.h"
#include "browse/search_model.h"
#include "connection/server_connection.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"

#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto choicePause = 150ms;

QListView *makeList(QAbstractItemModel *model, QWidget *parent)
{
    auto *list = new QListView(parent);
    list->setObjectName(u"searchResults"_s);
    list->setAccessibleName(BrowseView::tr("Repos"));
    list->setModel(model);
    list->setItemDelegate(new RepoDelegate(list));
    list->setUniformItemSizes(true); // ten thousand rows are laid out without asking for each
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setMinimumWidth(list->fontMetrics().averageCharWidth() * 30);
    return list;
}

} // namespace

BrowseView::BrowseView(ServerConnection &connection, Preferences & /*preferences*/, QWidget *parent)
    : View(parent)
    , m_connection(connection)
    , m_bar(new SearchBar(this))
    , m_message(new InlineMessage(this))
    , m_results(new SearchModel(connection, this))
    , m_list(makeList(m_results, this))
    , m_note(new EmptyNote(*m_list))
    , m_count(new QLabel(this))
    , m_pane(new RepoPane(connection, this))
    , m_splitter(new QSplitter(this))
    , m_reload(new QAction(namedIcon(u"view-refresh"_s), tr("Reload"), this))
    , m_retry(new QAction(namedIcon(u"view-refresh"_s), tr("Try again"), this))
{
    m_message->setObjectName(u"searchMessage"_s);
    m_count->setObjectName(u"searchCount"_s);
    m_count->setForegroundRole(QPalette::PlaceholderText);
    m_reload->setObjectName(u"reloadSearch"_s);
    m_reload->setShortcut(QKeySequence::Refresh);
    m_reload->setToolTip(tr("Ask the Hub again"));
    m_retry->setObjectName(u"retrySearch"_s);

    auto *left = new QWidget(m_splitter);
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->addWidget(m_message);
    leftColumn->addWidget(m_list, 1);
    leftColumn->addWidget(m_count);
    m_splitter->setObjectName(u"browseSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(left);
    m_splitter->addWidget(m_pane);
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 3);
    m_splitter->setSizes({2 * width(), 3 * width()}); // shares, until the user or the saved state says otherwise
    m_splitter->setHandleWidth(fontMetrics().averageCharWidth() * 2);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_bar);
    column->addWidget(m_splitter, 1);
    setTabOrder(m_bar, m_list);
    setTabOrder(m_list, m_pane);

    m_choice.setSingleShot(true);
    m_choice.setInterval(choicePause);
    connectParts();
    showSearch();
}

void BrowseView::connectParts()
{
    connect(m_bar, &SearchBar::searchRequested, this, [this] {
        m_isDue = true;
        searchIfDue();
    });
    connect(m_bar, &SearchBar::referenceGiven, this, &BrowseView::openReference);
    connect(m_bar, &SearchBar::leftDownwards, this, &BrowseView::goToResults);
    connect(m_results, &SearchModel::stateChanged, this, &BrowseView::showSearch);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, &m_choice, qOverload<>(&QTimer::start));
    connect(&m_choice, &QTimer::timeout, this, &BrowseView::openChosen);
    connect(m_list, &QListView::clicked, this, &BrowseView::openChosen);
    connect(m_list, &QListView::activated, this, [this] {
        openChosen();
        m_pane->takeFocus();
    });
    connect(m_list->verticalScrollBar(), &QScrollBar::valueChanged, this, &BrowseView::askForMoreNear);
    connect(m_pane, &RepoPane::pullStarted, this, &BrowseView::pullStarted);
    connect(m_pane, &RepoPane::promptRequested, this, &BrowseView::promptRequested);
    connect(m_reload, &QAction::triggered, this, [this] {
        m_isDue = true;
        searchIfDue();
        m_pane->reload();
    });
    connect(m_retry, &QAction::triggered, m_results, &SearchModel::retry);
    connect(&m_connection, &ServerConnection::stateChanged, this, &BrowseView::handleConnection);
    connect(&m_connection, &ServerConnection::serverChanged, this, &BrowseView::forgetServer);
}

void BrowseView::open(const QString &text)
{
    m_bar->setText(text);
}

QList<QAction *> BrowseView::toolBarActions() const
{
    return m_pane->actions() + QList<QAction *>{nullptr, m_reload};
}

void BrowseView::takeFocus()
{
    m_bar->takeFocus();
}

void BrowseView::showEvent(QShowEvent *event)
{
    View::showEvent(event);
    searchIfDue();
}

void BrowseView::searchIfDue()
{
    if (!m_isDue || !isVisible() || m_connection.state() != ServerConnection::State::Connected)
        return;
    m_isDue = false;
    m_results->search(m_bar->order(), m_bar->isOpenOnly());
}

void BrowseView::handleConnection()
{
    if (m_connection.state() == ServerConnection::State::Connected) {
        m_isDue = m_isDue || m_results->state() != SearchModel::State::Ready; // what had failed may succeed now
        searchIfDue();
        if (const auto wanted = std::exchange(m_wanted, std::nullopt))
            openReference(*wanted);
    }
    showSearch();
}

void BrowseView::forgetServer()
{
    if (m_connection.state() != ServerConnection::State::Connecting)
        return m_pane->reload(); // the same one is back
    m_isDue = true;
    m_results->clear();
    m_pane->clear();
}

void BrowseView::goToResults()
{
    m_list->setFocus(Qt::OtherFocusReason);
    if (m_list->selectionModel()->selectedRows().isEmpty() && m_results->rowCount() > 0)
        m_list->setCurrentIndex(m_results->index(0));
}

void BrowseView::openChosen()
{
    m_choice.stop();
    const QModelIndexList chosen = m_list->selectionModel()->selectedRows();
    if (chosen.isEmpty())
        return;
    const auto repo = chosen.first().data(SearchModel::RepoRole).value<FoundRepo>();
    m_pane->open({repo.repo, repo.repo}, repo);
}

void BrowseView::openReference(const HubReference &reference)
{
    m_choice.stop();
    if (m_connection.state() == ServerConnection::State::Connected)
        m_pane->open(reference);
    else
        m_wanted = reference;
}

void BrowseView::askForMoreNear(int position)
{
    const QScrollBar *const bar = m_list->verticalScrollBar();
    if (position > bar->maximum() - 2 * bar->pageStep() && m_results->canFetchMore({}))
        m_results->fetchMore({}); // before the end is reached, so that nobody waits there
}

void BrowseView::showSearch()
{
    using State = SearchModel::State;
    const State state = m_results->state();
    // Of a server that is gone the window tells itself.
    if (state == State::Failed && m_connection.state() == ServerConnection::State::Connected)
        m_message->tell(m_results->error(), {m_retry});
    else
        m_message->clear();
    const bool isEmpty = m_results->rowCount() == 0;
    if (!isEmpty || state == State::Failed)
        m_note->tell({});
    else if (state == State::Searching || state == State::Paging)
        m_note->tell(tr("Searching\u2026"));
    else if (state == State::Ready)
        m_note->tell(tr("The Hub has no such GGUF repo. Try other words, or fewer filters."));
    else
        m_note->tell(m_connection.state() == ServerConnection::State::Connecting ? tr("Connecting\u2026")
                                                                                 : tr("Not connected"));
    showCount();
}

void BrowseView::showCount()
{
    using State = SearchModel::State;
    if (m_results->rowCount() == 0)
        return m_count->clear(); // the list itself tells
    const QString rows = QLocale().toString(m_results->rowCount());
    switch (m_results->state()) {
    case State::Idle:
    case State::Failed: return m_count->setText(tr("%1 found").arg(rows));
    case State::Searching: return m_count->setText(tr("Searching\u2026"));
    case State::Paging: return m_count->setText(tr("%1 found, loading more\u2026").arg(rows));
    case State::Ready:
        return m_count->setText(m_results->isWhole() ? tr("%1 found, that is all").arg(rows)
                                                     : tr("%1 found, scroll for more").arg(rows));
    }
}

void BrowseView::saveState(QVariantMap &state) const
{
    m_bar->saveState(state);
    state.insert(u"splitter"_s, m_splitter->saveState());
    m_pane->saveState(state);
}

void BrowseView::restoreState(const QVariantMap &state)
{
    m_bar->restoreState(state);
    m_splitter->restoreState(state.value(u"splitter"_s).toByteArray());
    m_pane->restoreState(state);
}
