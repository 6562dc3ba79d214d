#pragma once

#include "connection/server_connection.h"
#include "embedded/embedded_server.h"
#include "preferences/preferences.h"
#include "window/main_window.h"
#include "window/tray.h"

#include <QMessageBox>
#include <QPointer>

/// The program: the window, the server it shows, the service inside this process, and how they begin and end.
class DesktopApplication final : public QObject {
    Q_OBJECT

public:
    /// What the command line says, for this run alone.
    struct Options {
        QString settingsFile = {}; ///< empty: the user's
        QString server = {}; ///< to show instead of the last one; empty: that one
        QString modelsFolder = {}; ///< these four override the preferences if they are not empty
        QString shimmy = {};
        QString hub = {};
        std::optional<quint16> port = {};
    };

    /// \a logs must outlive it.
    DesktopApplication(const Options &options, LogHistory &logs);

    /// Shows the window, and the server that was shown last or the first questions.
    void start();
    /// Ends running downloads in order, then emits ended(). Asks nobody.
    void quit();
    /// As quit(), after asking if that stops downloads.
    void askToQuit();

    MainWindow &window() { return m_window; }
    ServerConnection &connection() { return m_connection; }
    EmbeddedServer &service() { return m_service; }

Q_SIGNALS:
    /// It ends, which may take some seconds.
    void ending();
    void ended();

private:
    void showLastServer();
    std::optional<SavedServer> savedServer(const QUrl &url) const;
    void showServer(const SavedServer &server);
    void useThisComputer();
    void startService();
    void takeServer(const ServerEntry &server);
    void takePort(quint16 port);
    void takeFailure(const Error &error);
    int choose(bool isOwn);
    void restartService();
    void takeStopped();
    void closeWindow();
    EmbeddedServer::Options serviceOptions() const;

    const Options m_options;
    Preferences m_preferences;
    EmbeddedServer m_service;
    ServerConnection m_connection;
    MainWindow m_window;
    Tray m_tray;
    QPointer<QMessageBox> m_question;
    Secret m_hubToken; ///< of the service inside this process, as it was last started
    Secret m_ownKey; ///< that it asks for
    int m_choice = 0; ///< of a server, by its number
    bool m_isOwnWanted = false;
    bool m_isEnding = false;
    bool m_mustRestart = false;
    bool m_isAwaited = false; ///< the window shows the service that is starting anew, and stays with it
    bool m_hasToldOfTray = false;
};
