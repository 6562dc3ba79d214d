#include "application/desktop_application.h"

#include "application/first_paint.h"
#include "base/logging.h"
#include "client/server_error.h"

#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

DesktopApplication::DesktopApplication(const Options &options, LogHistory &logs)
    : m_options(options)
    , m_preferences(options.settingsFile, options.modelsFolder)
    , m_service(logs)
    , m_window(m_connection, m_preferences)
    , m_tray(m_connection, this)
{
    connect(&m_service, &EmbeddedServer::started, this, &DesktopApplication::takePort);
    connect(&m_service, &EmbeddedServer::failed, this, &DesktopApplication::takeFailure);
    connect(&m_service, &EmbeddedServer::stopped, this, &DesktopApplication::takeStopped);
    connect(&m_window, &MainWindow::serverChosen, this, &DesktopApplication::takeServer);
    connect(&m_window, &MainWindow::serviceSettingsChanged, this, &DesktopApplication::restartService);
    connect(&m_window, &MainWindow::closeRequested, this, &DesktopApplication::closeWindow);
    connect(&m_window, &MainWindow::quitRequested, this, &DesktopApplication::askToQuit);
    connect(&m_window, &MainWindow::trayToggled, &m_tray, &Tray::setShown);
    m_tray.setShown(m_preferences.showsTray());
    connect(&m_tray, &Tray::windowRequested, &m_window, &MainWindow::present);
    connect(&m_tray, &Tray::quitRequested, this, &DesktopApplication::askToQuit);
}

void DesktopApplication::start()
{
    new FirstPaint(m_window);
    m_window.show();
    if (!m_options.server.isEmpty()) {
        const auto url = parseServer(m_options.server);
        return url ? showServer(savedServer(*url).value_or(SavedServer{url->authority(), *url}))
                   : m_connection.leave(url.error());
    }
    if (!m_preferences.isSetUp())
        return m_window.showSetup();
    showLastServer();
}

void DesktopApplication::showLastServer()
{
    const auto saved = savedServer(QUrl(m_preferences.lastServer()));
    saved ? showServer(*saved) : useThisComputer();
}

/// With its name and the authority it is trusted by.
std::optional<SavedServer> DesktopApplication::savedServer(const QUrl &url) const
{
    const QList<SavedServer> servers = m_preferences.servers();
    const auto saved =
        std::find_if(servers.begin(), servers.end(), [&](const SavedServer &server) { return server.url == url; });
    return saved == servers.end() ? std::nullopt : std::optional(*saved);
}

void DesktopApplication::showServer(const SavedServer &server)
{
    const int choice = choose(false);
    m_preferences.secrets().load(serverKeyName(server.url), this, [this, server, choice](const Result<Secret> &key) {
        if (choice != m_choice)
            return; // the user has chosen another one meanwhile
        if (!key)
            qCWarning(logService).noquote() << "the key for" << server.name << "cannot be read:" << key.error().message;
        m_connection.connectTo({server.name, server.url, key.value_or(Secret()), server.caFile, false});
    });
}

EmbeddedServer::Options DesktopApplication::serviceOptions() const
{
    const ServicePreferences chosen = m_preferences.service();
    EmbeddedServer::Options options;
    options.modelsFolder = chosen.modelsFolder;
    options.shimmy = m_options.shimmy;
    options.hub = m_options.hub.isEmpty() ? chosen.hub : m_options.hub;
    options.port = m_options.port.value_or(chosen.port);
    options.proxy = chosen.proxy;
    options.hubToken = m_hubToken;
    options.apiKey = m_ownKey;
    options.downloads = chosen.downloads;
    options.connections = chosen.connections;
    options.bytesPerSecond = chosen.bytesPerSecond;
    options.instances = chosen.instances;
    options.isMirror = chosen.isMirror;
    return options;
}

/// What is on its way to another server is not wanted any more.
int DesktopApplication::choose(bool isOwn)
{
    m_isOwnWanted = isOwn;
    m_isAwaited = false;
    return ++m_choice;
}

void DesktopApplication::useThisComputer()
{
    choose(true);
    m_preferences.setLastServer({});
    if (m_service.state() == EmbeddedServer::State::Running)
        return takePort(m_service.port());
    m_connection.connectTo({tr("This computer"), {}, {}, {}, true});
    startService();
}

void DesktopApplication::startService()
{
    SecretStore &secrets = m_preferences.secrets();
    secrets.load(hubTokenName(), this, [this, &secrets](const Result<Secret> &token) {
        if (!token)
            qCWarning(logService).noquote() << "the Hub token cannot be read:" << token.error().message;
        m_hubToken = token.value_or(Secret());
        secrets.load(serviceKeyName(), this, [this](const Result<Secret> &key) {
            if (!key)
                return takeFailure(key.error()); // not taken for none: that would open the doors
            if (key->isEmpty() && m_preferences.asksForKey())
                return takeFailure({ErrorKind::Forbidden,
                                    tr("The API key of the service is not found"),
                                    tr("Unlock the keychain and try again, or set another key in Server, Settings"),
                                    true,
                                    {}});
            m_preferences.setAsksForKey(!key->isEmpty());
            m_ownKey = *key;
            if (!m_isEnding)
                m_service.start(serviceOptions());
        });
    });
}

void DesktopApplication::takeServer(const ServerEntry &server)
{
    if (server.isEmbedded)
        return useThisComputer();
    choose(false);
    m_preferences.setLastServer(server.url.toString());
    m_connection.connectTo(server);
}

void DesktopApplication::takePort(quint16 port)
{
    if (!m_isOwnWanted || m_mustRestart)
        return;
    const QUrl url(u"http://127.0.0.1:%1"_s.arg(port));
    if (std::exchange(m_isAwaited, false) && m_connection.server().isEmbedded)
        return m_connection.moveTo(url, m_ownKey);
    m_connection.connectTo({tr("This computer"), url, m_ownKey, {}, true});
}

void DesktopApplication::takeFailure(const Error &error)
{
    qCWarning(logService).noquote() << error.message;
    m_isAwaited = false;
    if (!m_isOwnWanted)
        return;
    m_connection.connectTo({tr("This computer"), {}, {}, {}, true});
    m_connection.leave(error);
}

void DesktopApplication::restartService()
{
    if (m_service.state() == EmbeddedServer::State::Stopped)
        return startService();
    m_mustRestart = true;
    if (m_isOwnWanted && m_connection.state() == ServerConnection::State::Connected) {
        m_isAwaited = true;
        m_connection.await({ErrorKind::ShuttingDown, tr("The service is being started anew"), {}, true, {}});
    }
    m_service.stop();
}

void DesktopApplication::takeStopped()
{
    if (m_isEnding)
        return Q_EMIT ended();
    if (std::exchange(m_mustRestart, false))
        startService();
}

void DesktopApplication::closeWindow()
{
    if (m_service.activeDownloads() == 0 || !m_tray.isAvailable())
        return askToQuit();
    m_window.hide();
    if (!std::exchange(m_hasToldOfTray, true))
        m_tray.notify(tr("Downloads go on"), tr("Shimmy Manager is in the tray. Quit it there to stop them."));
}

void DesktopApplication::askToQuit()
{
    const int downloads = m_service.activeDownloads();
    if (downloads == 0)
        return quit();
    if (m_question)
        return m_question->raise();
    m_window.present();
    m_question =
        new QMessageBox(QMessageBox::Question, tr("Quit"), tr("%Ln download(s) are running.", nullptr, downloads),
                        QMessageBox::NoButton, &m_window);
    m_question->setObjectName(u"quitQuestion"_s);
    m_question->setAttribute(Qt::WA_DeleteOnClose);
    m_question->setInformativeText(tr("They stop now, keep what has arrived, and go on at the next start."));
    QPushButton *const quitButton = m_question->addButton(tr("&Quit"), QMessageBox::AcceptRole);
    quitButton->setObjectName(u"quitNow"_s);
    m_question->setDefaultButton(m_question->addButton(QMessageBox::Cancel));
    connect(quitButton, &QPushButton::clicked, this, &DesktopApplication::quit);
    m_question->open();
}

void DesktopApplication::quit()
{
    if (std::exchange(m_isEnding, true))
        return;
    Q_EMIT ending();
    m_window.saveState();
    m_window.hide();
    m_mustRestart = false;
    if (m_service.state() == EmbeddedServer::State::Stopped)
        return Q_EMIT ended();
    m_service.stop();
}
