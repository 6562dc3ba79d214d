#pragma once

#include <QMainWindow>

class BrowseView;
class DownloadsView;
class InlineMessage;
class ModelsView;
class PlaygroundView;
class Preferences;
class QStackedWidget;
class ServerConnection;
class ServerView;
class SetupView;
class Sidebar;
class View;
class WindowActions;
struct ServerEntry;

/// The window: a sidebar, the views, and what they have in common.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    /// Both must outlive it.
    MainWindow(ServerConnection &connection, Preferences &preferences);
    ~MainWindow() override;

    /// In the sidebar's order.
    enum ViewPlace { Browse, Downloads, Models, Playground, Server };
    void showView(int place);
    /// Brings it to the user, wherever it was.
    void present();
    /// What it looks like and shows, for the next start.
    void saveState();
    /// The first questions, in place of everything else, until they are answered.
    void showSetup();

Q_SIGNALS:
    void serverChosen(const ServerEntry &server);
    void serviceSettingsChanged();
    /// The user wants the window away; it stays until it is hidden.
    void closeRequested();
    void quitRequested();
    /// Whether the user wants an icon in the tray; it is among the preferences already.
    void trayToggled(bool isShown);

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void addView(View &view, const QString &title, const QString &icon);
    void connectViews();
    void connectActions();
    void showConnection();
    void finishSetup(const QString &model);
    void showTitle();
    void retry();
    void ask(const QString &model);
    void about();
    void restoreState();

    ServerConnection &m_connection;
    Preferences &m_preferences;
    QStackedWidget *m_stack;
    QStackedWidget *m_pages; ///< setup, or everything else
    Sidebar *m_sidebar;
    InlineMessage *m_message;
    QAction *m_retry;
    QAction *m_chooseServer;
    BrowseView *m_browse;
    DownloadsView *m_downloads;
    ModelsView *m_models;
    PlaygroundView *m_playground;
    ServerView *m_server;
    SetupView *m_setup = nullptr;
    QList<View *> m_views;
    QToolBar *m_toolBar;
    QMenu *m_viewMenu;
    WindowActions *m_actions = nullptr;
};
