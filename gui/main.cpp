#include "application/desktop_application.h"
#include "application/single_instance.h"
#include "application/system_colors.h"
#include "base/log_history.h"
#include "base/logging.h"
#include "base/signal_watcher.h"
#include "widgets/icons.h"
#include "widgets/locale_style.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QTranslator>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

DesktopApplication::Options parseCommandLine(const QApplication &application)
{
    const QCommandLineOption server(
        u"server"_s, QApplication::translate("main", "Show this shimmyd instead of the last one."), u"url"_s);
    const QCommandLineOption models(u"models"_s, QApplication::translate("main", "Keep this computer's models there."),
                                    u"folder"_s);
    const QCommandLineOption shimmy(u"shimmy"_s, QApplication::translate("main", "The Shimmy program to run."),
                                    u"path"_s);
    const QCommandLineOption hub(u"hub"_s, QApplication::translate("main", "Another Hub, such as a mirror."), u"url"_s);
    const QCommandLineOption settings(u"settings"_s, QApplication::translate("main", "Keep the settings in this file."),
                                      u"file"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QApplication::translate("main", "Finds, pulls and serves GGUF models with Shimmy."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({server, models, shimmy, hub, settings});
    parser.process(application);
    DesktopApplication::Options options;
    options.settingsFile = parser.value(settings);
    options.server = parser.value(server);
    options.modelsFolder = parser.value(models);
    options.shimmy = parser.value(shimmy);
    options.hub = parser.value(hub);
    return options;
}

void installTranslations(QApplication &application)
{
    auto *own = new QTranslator(&application);
    if (own->load(QLocale(), u"shimmy-manager"_s, u"_"_s, u":/translations"_s)
        || own->load(u":/translations/shimmy-manager_en"_s)) // the plurals of the texts as they are
        QApplication::installTranslator(own);
    auto *qt = new QTranslator(&application); // of Qt's own dialogs
    if (qt->load(QLocale(), u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QApplication::installTranslator(qt);
}

} // namespace

int main(int argc, char **argv)
{
    static LogHistory logHistory; // what ends after main() may still log
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGXFSZ, SIG_IGN); // an error that a call returns, as in shimmyd
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"shimmy-manager"_s);
    QApplication::setApplicationDisplayName(u"Shimmy Manager"_s);
    QApplication::setApplicationVersion(QStringLiteral(SHIMMY_MANAGER_VERSION));
    QApplication::setDesktopFileName(u"io.github.shimmy_manager.ShimmyManager"_s);
    QApplication::setQuitOnLastWindowClosed(false); // the tray may be what is left
    installTranslations(application);
    adaptStyle(QLocale());
    useIconsFor(QApplication::palette());
    const SystemColors systemColors;
    QApplication::setWindowIcon(QIcon(u":/shimmy-manager.svg"_s));
    installLogging(LogLevel::Info, LogFormat::Text, &logHistory);

    const DesktopApplication::Options options = parseCommandLine(application);
    SingleInstance instance(options.settingsFile);
    if (!instance.isFirst()) {
        if (instance.callFirst()) {
            qCInfo(logService) << "it runs already, with its own options: its window is shown";
            return 0;
        }
        instance.waitForFirst();
    }

    SignalWatcher signalWatcher;
    DesktopApplication program(options, logHistory);
    QObject::connect(&instance, &SingleInstance::called, &program.window(), &MainWindow::present);
    QObject::connect(&program, &DesktopApplication::ending, &instance, &SingleInstance::leave);
    QObject::connect(&signalWatcher, &SignalWatcher::terminationRequested, &program, &DesktopApplication::quit);
    QObject::connect(&program, &DesktopApplication::ended, &application, &QApplication::quit, Qt::QueuedConnection);
    program.start();
    return QApplication::exec();
}
