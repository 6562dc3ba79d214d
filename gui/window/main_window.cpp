#include "window/main_window.h"

#include "browse/browse_view.h"
#include "connection/job_list.h"
#include "connection/server_connection.h"
#include "downloads/downloads_view.h"
#include "models/models_view.h"
#include "playground/playground_view.h"
#include "preferences/preferences.h"
#include "server/server_view.h"
#include "setup/setup_view.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"
#include "window/sidebar.h"
#include "window/status_line.h"
#include "window/window_actions.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QMessageBox>
#include <QStackedWidget>
#include <QToolBar>

using namespace Qt::StringLiterals;

namespace {

/// Of the settings, for the view at \a place.
QString groupOf(int place)
{
    return u"view%1"_s.arg(place + 1);
}

} // namespace

MainWindow::MainWindow(ServerConnection &connection, Preferences &preferences)
    : m_connection(connection)
    , m_preferences(preferences)
    , m_stack(new QStackedWidget)
    , m_pages(new QStackedWidget(this))
    , m_sidebar(new Sidebar)
    , m_message(new InlineMessage)
    , m_retry(new QAction(namedIcon(u"view-refresh"_s), tr("Try again"), this))
    , m_chooseServer(new QAction(namedIcon(u"network-server"_s), tr("Choose a server"), this))
    , m_browse(new BrowseView(connection, preferences))
    , m_downloads(new DownloadsView(connection, preferences))
    , m_models(new ModelsView(connection, preferences))
    , m_playground(new PlaygroundView(connection, preferences))
    , m_server(new ServerView(connection, preferences))
    , m_toolBar(addToolBar(tr("Actions")))
    , m_viewMenu(new QMenu(tr("&Actions"), this))
{
    m_message->setObjectName(u"connectionMessage"_s);
    m_message->setCloseable(false);
    m_toolBar->setObjectName(u"toolBar"_s);
    m_toolBar->setMovable(false);
    m_toolBar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setContextMenuPolicy(Qt::NoContextMenu); // no menu that hides the toolbar for ever

    addView(*m_browse, tr("Browse"), u"globe"_s);
    addView(*m_downloads, tr("Downloads"), u"download"_s);
    addView(*m_models, tr("Models"), u"view-list-details"_s);
    addView(*m_playground, tr("Playground"), u"dialog-messages"_s);
    addView(*m_server, tr("Server"), u"network-server"_s);

    auto *content = new QWidget;
    auto *column = new QVBoxLayout;
    column->addWidget(m_message);
    column->addWidget(m_stack, 1);
    auto *row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_sidebar);
    row->addLayout(column, 1);
    m_pages->addWidget(content);
    setCentralWidget(m_pages);
    setStatusBar(new StatusLine(connection, this));

    QStringList titles;
    for (int place = 0; place < m_sidebar->count(); ++place)
        titles += m_sidebar->item(place)->text();
    m_actions = new WindowActions(titles, this);
    m_actions->fill(*menuBar(), *m_viewMenu);
    addActions(m_actions->all());
    connectActions();
    connectViews();
    restoreState();
    showConnection();
}

MainWindow::~MainWindow() = default;

void MainWindow::addView(View &view, const QString &title, const QString &icon)
{
    m_views += &view;
    view.setWindowTitle(title);
    m_stack->addWidget(&view);
    m_sidebar->addView(title, icon);
}

void MainWindow::connectActions()
{
    connect(m_sidebar, &QListWidget::currentRowChanged, this, &MainWindow::showView);
    connect(m_actions, &WindowActions::viewChosen, this, [this](int place) {
        showView(place);
        m_views[place]->takeFocus();
    });
    connect(m_actions, &WindowActions::findRequested, this, [this] { m_views[m_stack->currentIndex()]->find(); });
    connect(m_actions, &WindowActions::openRequested, this, [this] {
        showView(Browse);
        m_browse->open(QApplication::clipboard()->text().trimmed());
    });
    connect(m_actions, &WindowActions::closeRequested, this, &MainWindow::close);
    connect(m_actions, &WindowActions::quitRequested, this, &MainWindow::quitRequested);
    connect(m_actions, &WindowActions::fullScreenToggled, this,
            [this](bool isFull) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, isFull)); });
    m_actions->setTrayShown(m_preferences.showsTray());
    connect(m_actions, &WindowActions::trayToggled, this, [this](bool isShown) {
        m_preferences.setShowsTray(isShown);
        Q_EMIT trayToggled(isShown);
    });
    connect(m_actions, &WindowActions::aboutRequested, this, &MainWindow::about);
    connect(m_retry, &QAction::triggered, this, &MainWindow::retry);
    connect(m_chooseServer, &QAction::triggered, this, [this] {
        showView(Server);
        m_server->showPage(ServerView::Servers);
    });
}

void MainWindow::connectViews()
{
    connect(&m_connection, &ServerConnection::stateChanged, this, &MainWindow::showConnection);
    const auto count = [this] {
        const QList<Job> &jobs = m_connection.jobs().jobs();
        m_sidebar->setCount(Downloads, static_cast<int>(std::count_if(jobs.begin(), jobs.end(), [](const Job &job) {
                                return !job.isOver();
                            })));
    };
    connect(&m_connection.jobs(), &JobList::listed, this, count);
    connect(&m_connection.jobs(), &JobList::added, this, count);
    connect(&m_connection.jobs(), &JobList::changed, this, count);
    connect(m_browse, &BrowseView::promptRequested, this, &MainWindow::ask);
    connect(m_downloads, &DownloadsView::promptRequested, this, &MainWindow::ask);
    connect(m_models, &ModelsView::promptRequested, this, &MainWindow::ask);
    connect(m_models, &ModelsView::browseRequested, this, [this] { showView(Browse); });
    connect(m_playground, &PlaygroundView::browseRequested, this, [this] { showView(Browse); });
    connect(m_models, &ModelsView::pullStarted, this, [this](const QString &job) {
        showView(Downloads);
        m_downloads->showJob(job);
    });
    connect(m_server, &ServerView::serverChosen, this, &MainWindow::serverChosen);
    connect(m_server, &ServerView::serviceSettingsChanged, this, &MainWindow::serviceSettingsChanged);
}

void MainWindow::showView(int place)
{
    if (place < 0 || place >= m_views.size())
        return;
    m_stack->setCurrentIndex(place);
    m_sidebar->setCurrentRow(place);
    showTitle();
    m_toolBar->clear();
    m_viewMenu->clear();
    for (QAction *action : m_views[place]->toolBarActions()) {
        if (!action) {
            m_toolBar->addSeparator();
            m_viewMenu->addSeparator();
        } else {
            m_toolBar->addAction(action);
            m_viewMenu->addAction(action);
        }
    }
    m_toolBar->setVisible(!m_toolBar->actions().isEmpty());
    m_viewMenu->menuAction()->setVisible(!m_viewMenu->isEmpty());
}

void MainWindow::showSetup()
{
    m_setup = new SetupView(m_connection, m_preferences);
    connect(m_setup, &SetupView::serverChosen, this, &MainWindow::serverChosen);
    connect(m_setup, &SetupView::serviceSettingsChanged, this, &MainWindow::serviceSettingsChanged);
    connect(m_setup, &SetupView::finished, this, &MainWindow::finishSetup);
    m_pages->addWidget(m_setup);
    m_pages->setCurrentWidget(m_setup);
    m_toolBar->hide();
    m_actions->setViewsEnabled(false);
    m_setup->takeFocus();
    showTitle();
}

void MainWindow::retry()
{
    if (m_connection.server().url.isEmpty()) // the service inside this process, which could not be started
        Q_EMIT serverChosen(m_connection.server());
    else
        m_connection.retry();
}

/// The desktop adds the program's name.
void MainWindow::showTitle()
{
    setWindowTitle(m_setup ? tr("Welcome") : m_views[m_stack->currentIndex()]->windowTitle());
}

void MainWindow::finishSetup(const QString &model)
{
    m_preferences.setSetUp(true);
    m_pages->setCurrentIndex(0);
    m_setup->deleteLater();
    m_setup = nullptr;
    m_actions->setViewsEnabled(true);
    if (model.isEmpty())
        showView(Browse);
    else
        ask(model);
    m_views[m_stack->currentIndex()]->takeFocus();
}

void MainWindow::ask(const QString &model)
{
    showView(Playground);
    m_playground->startWith(model);
    m_playground->takeFocus();
}

void MainWindow::showConnection()
{
    switch (m_connection.state()) {
    case ServerConnection::State::Idle:
    case ServerConnection::State::Connecting:
    case ServerConnection::State::Connected: return m_message->clear();
    case ServerConnection::State::Lost:
        return m_message->tell(InlineMessage::Kind::Warning,
                               tr("%1 does not answer. It is tried again by itself.").arg(m_connection.server().name),
                               m_connection.trouble().message, {m_retry, m_chooseServer});
    case ServerConnection::State::Refused: return m_message->tell(m_connection.trouble(), {m_retry, m_chooseServer});
    }
}

void MainWindow::about()
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("About Shimmy Manager"),
                                tr("Shimmy Manager %1\n\nFinds, pulls and serves GGUF models with Shimmy.")
                                    .arg(QApplication::applicationVersion()),
                                QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIconPixmap(windowIcon().pixmap(64, 64));
    box->setModal(false);
    box->show();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveState();
    event->ignore();
    Q_EMIT closeRequested();
}

void MainWindow::present()
{
    setWindowState(windowState().setFlag(Qt::WindowMinimized, false)); // and as large as it was
    show();
    raise();
    activateWindow();
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ApplicationPaletteChange)
        useIconsFor(QApplication::palette());
    if (event->type() == QEvent::WindowStateChange && m_actions)
        m_actions->setFullScreen(isFullScreen());
    QMainWindow::changeEvent(event);
}

void MainWindow::saveState()
{
    SettingsFile &settings = m_preferences.settings();
    settings.setValue(u"window/geometry"_s, saveGeometry());
    settings.setValue(u"window/view"_s, m_stack->currentIndex());
    for (int place = 0; place < m_views.size(); ++place) {
        QVariantMap state;
        m_views[place]->saveState(state);
        settings.setGroup(groupOf(place), state);
    }
}

void MainWindow::restoreState()
{
    const SettingsFile &settings = m_preferences.settings();
    if (!restoreGeometry(settings.value(u"window/geometry"_s).toByteArray()))
        resize(1100, 720);
    const int view = settings.value(u"window/view"_s, Browse).toInt();
    for (int place = 0; place < m_views.size(); ++place)
        m_views[place]->restoreState(settings.group(groupOf(place)));
    showView(view);
}
