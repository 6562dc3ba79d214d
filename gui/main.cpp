#include "base/log_history.h"
#include "base/logging.h"
#include "connection/server_connection.h"
#include "embedded/embedded_server.h"
#include "preferences/preferences.h"
#include "widgets/icons.h"
#include "window/main_window.h"

#include <QApplication>

#include <csignal>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    static LogHistory logHistory;
    ::signal(SIGPIPE, SIG_IGN);
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"shimmy-manager"_s);
    QApplication::setApplicationDisplayName(u"Shimmy Manager"_s);
    QApplication::setApplicationVersion(QStringLiteral(SHIMMY_MANAGER_VERSION));
    useIconsFor(QApplication::palette());
    installLogging(LogLevel::Info, LogFormat::Text, &logHistory);

    Preferences preferences;
    ServerConnection connection;
    EmbeddedServer service(logHistory);
    QObject::connect(&service, &EmbeddedServer::started, &connection, [&](quint16 port) {
        connection.connectTo(
            {QApplication::translate("main", "This computer"), QUrl(u"http://127.0.0.1:%1"_s.arg(port)), {}, {}, true});
    });
    QObject::connect(&service, &EmbeddedServer::failed, &connection, &ServerConnection::leave);
    service.start({preferences.modelsFolder(), {}, {}, 8080});

    MainWindow window(connection, preferences);
    QObject::connect(&window, &MainWindow::quitRequested, &application, &QApplication::quit);
    window.show();
    return QApplication::exec();
}
