#include "connection/model_list.h"
#include "scene.h"
#include "widgets/dark_palette.h"
#include "widgets/icons.h"
#include "widgets/locale_style.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

QPalette lightPalette()
{
    QPalette palette(QColor(239, 240, 241));
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::AlternateBase, QColor(247, 247, 247));
    palette.setColor(QPalette::Text, QColor(35, 38, 41));
    palette.setColor(QPalette::WindowText, QColor(35, 38, 41));
    palette.setColor(QPalette::ButtonText, QColor(35, 38, 41));
    palette.setColor(QPalette::PlaceholderText, QColor(112, 125, 138));
    palette.setColor(QPalette::Highlight, QColor(61, 174, 233));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(41, 128, 185));
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(160, 163, 165));
    return palette;
}

/// False when what the picture is of did not come.
bool render(const Scene &scene, const QString &file)
{
    QTemporaryDir directory;
    ScriptedServer server;
    if (scene.prepare)
        scene.prepare(server);
    Preferences preferences(directory.filePath(u"settings.ini"_s));
    ServerConnection connection;
    const std::unique_ptr<QWidget> widget = scene.make(connection, preferences);
    widget->resize(scene.size);
    widget->show();
    connection.connectTo(server.entry());
    bool isReady = QTest::qWaitFor(
        [&] {
            return scene.isLoading ? connection.state() == ServerConnection::State::Connected
                                   : connection.models().isKnown();
        },
        20'000);
    if (scene.act)
        scene.act(*widget, server);
    isReady = isReady && (!scene.isReady || QTest::qWaitFor([&] { return scene.isReady(*widget); }, 20'000));
    QCoreApplication::processEvents();
    return widget->grab().save(file) && isReady;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationDisplayName(u"Shimmy Manager"_s);
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QCommandLineParser options;
    options.addPositionalArgument(u"directory"_s, u"Where the pictures go."_s);
    options.addOptions({{u"dark"_s, u"On dark ground."_s},
                        {u"language"_s, u"A language other than English."_s, u"code"_s, u"en"_s},
                        {u"suffix"_s, u"Of the files' names."_s, u"text"_s},
                        {u"only"_s, u"Scenes whose name begins so."_s, u"name"_s}});
    options.process(application);
    if (options.positionalArguments().size() != 1)
        options.showHelp(2);
    QApplication::setPalette(options.isSet(u"dark"_s) ? darkPalette() : lightPalette());
    useIconsFor(QApplication::palette());
    const QLocale locale(options.value(u"language"_s));
    QLocale::setDefault(locale);
    adaptStyle(locale);
    QApplication::setLayoutDirection(locale.textDirection());
    QTranslator translator;
    if (translator.load(locale, u"shimmy-manager"_s, u"_"_s, u":/translations"_s)
        || translator.load(u":/translations/shimmy-manager_en"_s))
        QCoreApplication::installTranslator(&translator);

    const QDir directory(options.positionalArguments().first());
    bool isWhole = directory.mkpath(u"."_s);
    const QList<Scene> scenes = windowScenes() + browseScenes() + downloadsScenes() + modelsScenes()
        + playgroundScenes() + serverScenes() + setupScenes();
    for (const Scene &scene : scenes) {
        if (!scene.name.startsWith(options.value(u"only"_s)))
            continue;
        const QString file = directory.filePath(scene.name + options.value(u"suffix"_s) + u".png"_s);
        const bool isDone = render(scene, file);
        std::printf("%s%s\n", qPrintable(file), isDone ? "" : ": what it is to show did not come");
        isWhole = isWhole && isDone;
    }
    return isWhole ? 0 : 1;
}
