#include "preferences/autostart.h"
#include "preferences/preferences.h"

#include <QFileInfo>
#include <QLockFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;

class TestPreferences : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheServiceOverStarts();
    void aGivenModelsFolderIsOnlyForThisRun();
    void keepsServersInTheirOrder();
    void takesNoHarmFromAnEditedFile();
    void holdsNobodyUpWhileTheDiskIsBusy();
    void writesLaterWhatTheDiskRefused();
    void keepsTheGroupsOfTheViews();
    void leavesAloneWhatOthersWrote();
    void writesAndRemovesTheAutostartEntry();
    void anEntryThatTheDesktopHidesIsOff();
    void quotesWhatTheDesktopRuns_data();
    void quotesWhatTheDesktopRuns();
};

void TestPreferences::keepsTheServiceOverStarts()
{
    const QTemporaryDir directory;
    const QString file = directory.filePath(u"settings.ini"_s);
    const ServicePreferences chosen{u"/data/models"_s,      9090, u"https://mirror.example.org"_s,
                                    u"http://proxy:3128"_s, 3,    8,
                                    qint64(5'000'000'000),  2,    true};
    {
        Preferences preferences(file);
        QVERIFY(preferences.service() != chosen);
        QCOMPARE(preferences.service().port, quint16(8080));
        preferences.setService(chosen);
    }
    const Preferences preferences(file);
    QVERIFY(preferences.service() == chosen);
    QCOMPARE(preferences.modelsFolder(), u"/data/models"_s);
}

void TestPreferences::aGivenModelsFolderIsOnlyForThisRun()
{
    const QTemporaryDir directory;
    const QString file = directory.filePath(u"settings.ini"_s);
    Preferences(file).setModelsFolder(u"/kept"_s);
    {
        Preferences preferences(file, u"/given"_s);
        QCOMPARE(preferences.modelsFolder(), u"/given"_s);
        preferences.setService(preferences.service());
        QCOMPARE(preferences.service().modelsFolder, u"/given"_s);
    }
    QCOMPARE(Preferences(file).modelsFolder(), u"/kept"_s);
    {
        Preferences preferences(file, u"/given"_s);
        preferences.setModelsFolder(u"/chosen"_s);
        QCOMPARE(preferences.modelsFolder(), u"/chosen"_s);
    }
    QCOMPARE(Preferences(file).modelsFolder(), u"/chosen"_s);
}

void TestPreferences::keepsServersInTheirOrder()
{
    const QTemporaryDir directory;
    const QString file = directory.filePath(u"settings.ini"_s);
    const QList<SavedServer> servers{
        {u"Pod, \"one\"; größer"_s, QUrl(u"https://pod.example.org/a%20b"_s), u"/ca.pem"_s},
        {u"NAS"_s, QUrl(u"http://192.168.1.5:8080"_s), {}}};
    {
        Preferences preferences(file);
        QVERIFY(preferences.servers().isEmpty());
        preferences.setServers({servers.first(), servers.last(), {u"Gone"_s, QUrl(u"http://gone:1"_s)}});
        preferences.setServers(servers);
    }
    {
        Preferences preferences(file);
        QCOMPARE(preferences.servers().size(), 2);
        QVERIFY(preferences.servers() == servers);
        preferences.setServers({});
        QVERIFY(preferences.servers().isEmpty());
    }
    QVERIFY(Preferences(file).servers().isEmpty());
}

void TestPreferences::takesNoHarmFromAnEditedFile()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"settings.ini"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly)
            && file.write("[service]\nport=99999\ndownloads=0\nconnections=many\ninstances=-1\n"
                          "[servers]\n1\\url=not a url\n1\\name=x\n2\\url=http://good:1\nsize=2\n")
                > 0);
    file.close();
    const Preferences preferences(path);
    const ServicePreferences usual;
    QCOMPARE(preferences.service().port, usual.port);
    QCOMPARE(preferences.service().downloads, usual.downloads);
    QCOMPARE(preferences.service().connections, usual.connections);
    QCOMPARE(preferences.service().instances, usual.instances);
    QCOMPARE(preferences.servers().size(), 1);
    QCOMPARE(preferences.servers().first().name, u"good"_s);
}

void TestPreferences::holdsNobodyUpWhileTheDiskIsBusy()
{
    const QTemporaryDir directory;
    const QString file = directory.filePath(u"settings.ini"_s);
    QLockFile busy(file + u".lock"_s); // as another writer holds it; Qt waits for it
    QVERIFY(busy.lock());
    Preferences preferences(file);
    preferences.setSetUp(true);
    QCoreApplication::processEvents(); // the writing begins
    preferences.setLastServer(u"http://nas:8080"_s);
    QVERIFY(preferences.isSetUp());
    QVERIFY(!QFileInfo::exists(file));

    busy.unlock();
    QTRY_COMPARE(QSettings(file, QSettings::IniFormat).value(u"window/server"_s), u"http://nas:8080"_s);
    QVERIFY(QSettings(file, QSettings::IniFormat).value(u"window/setUp"_s).toBool());
}

void TestPreferences::writesLaterWhatTheDiskRefused()
{
    static std::atomic_bool hasComplained = false;
    const QTemporaryDir directory;
    const QString folder = directory.filePath(u"folder"_s);
    const QString path = folder + u"/settings.ini"_s;
    QFile inTheWay(folder);
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    {
        SettingsFile file(path);
        const auto usual = qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &text) {
            hasComplained = hasComplained || text.contains("the settings cannot be kept"_L1);
        });
        file.setValue(u"first"_s, 1);
        QTRY_VERIFY(hasComplained);
        qInstallMessageHandler(usual);
        QCOMPARE(file.value(u"first"_s), 1);
        QVERIFY(inTheWay.remove());
    }
    QCOMPARE(SettingsFile(path).value(u"first"_s), u"1"_s);
}

void TestPreferences::keepsTheGroupsOfTheViews()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"settings.ini"_s);
    const QByteArray columns("\0\xff,;\"=\n", 8);
    {
        SettingsFile file(path);
        file.setGroup(u"view1"_s, {{u"columns"_s, columns}, {u"sort"_s, 3}});
        file.setGroup(u"view10"_s, {{u"sort"_s, 7}});
    }
    {
        SettingsFile file(path);
        QCOMPARE(file.group(u"view1"_s).keys(), QStringList({u"columns"_s, u"sort"_s}));
        QCOMPARE(file.group(u"view1"_s).value(u"columns"_s).toByteArray(), columns);
        file.setGroup(u"view1"_s, {{u"sort"_s, 4}}); // the columns are usual again
    }
    const SettingsFile file(path);
    QCOMPARE(file.group(u"view1"_s).keys(), QStringList(u"sort"_s));
    QCOMPARE(file.value(u"view1/sort"_s).toInt(), 4);
    QCOMPARE(file.value(u"view10/sort"_s).toInt(), 7);
}

/// A second window, or an editor.
void TestPreferences::leavesAloneWhatOthersWrote()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"settings.ini"_s);
    {
        SettingsFile file(path);
        file.setValue(u"a/own"_s, 1);
        QSettings(path, QSettings::IniFormat).setValue(u"a/other"_s, 2);
    }
    QCOMPARE(SettingsFile(path).group(u"a"_s).keys(), QStringList({u"other"_s, u"own"_s}));
}

void TestPreferences::writesAndRemovesTheAutostartEntry()
{
    const QTemporaryDir directory;
    const QString folder = directory.filePath(u"autostart"_s);
    const Autostart autostart({u"/opt/shimmy manager/bin/shimmy-manager"_s, u"--quiet"_s}, folder);
    QVERIFY(!autostart.isOn());

    QVERIFY(autostart.set(true));

    QVERIFY(autostart.isOn());
    const QString path = folder + u"/shimmy-manager.desktop"_s;
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray entry = file.readAll();
    QVERIFY(entry.startsWith("[Desktop Entry]\nType=Application\n"));
    QVERIFY(entry.contains("\nIcon=io.github.shimmy_manager.ShimmyManager\n"));
    QVERIFY(entry.contains("\nExec=\"/opt/shimmy manager/bin/shimmy-manager\" \"--quiet\"\n"));

    QVERIFY(autostart.set(false));
    QVERIFY(!autostart.isOn());
    QVERIFY(!QFileInfo::exists(path));
    QVERIFY(autostart.set(false)); // already
}

void TestPreferences::anEntryThatTheDesktopHidesIsOff()
{
    const QTemporaryDir directory;
    const Autostart autostart({u"/bin/shimmy-manager"_s}, directory.path());
    QVERIFY(autostart.set(true));
    QFile file(directory.filePath(u"shimmy-manager.desktop"_s));
    QVERIFY(file.open(QIODevice::Append) && file.write("Hidden=true\n") > 0);
    file.close();
    QVERIFY(!autostart.isOn());
}

void TestPreferences::quotesWhatTheDesktopRuns_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("value");
    QTest::newRow("plain") << u"/bin/a"_s << u"\"/bin/a\""_s;
    QTest::newRow("field code") << u"/100%/a"_s << u"\"/100%%/a\""_s;
    QTest::newRow("dollar") << u"/a$b"_s << uR"("/a\\$b")"_s;
    QTest::newRow("quote") << uR"(/a"b)"_s << uR"("/a\\"b")"_s;
    QTest::newRow("backslash") << uR"(/a\b)"_s << uR"("/a\\\\b")"_s;
}

void TestPreferences::quotesWhatTheDesktopRuns()
{
    QFETCH(QString, program);
    QTEST(execValue({program}), "value");
}

QTEST_GUILESS_MAIN(TestPreferences)
#include "test_preferences.moc"
