#include "connection/job_list.h"
#include "connection/server_connection.h"
#include "private_bus.h"
#include "scripted_server.h"
#include "window/tray.h"

#include <QApplication>
#include <QDBusConnection>
#include <QTest>

using namespace Qt::StringLiterals;

/// The desktop's side of notifications, on a bus of its own.
class FakeDesktop final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Notification {
        QString program;
        QString icon;
        QString title;
        QString text;
        QVariantMap hints;
    };
    QList<Notification> shown;

public Q_SLOTS:
    uint Notify(const QString &program, uint /*replaced*/, const QString &icon, const QString &title,
                const QString &text, const QStringList & /*actions*/, const QVariantMap &hints, int /*timeout*/)
    {
        shown += {program, icon, title, text, hints};
        return static_cast<uint>(shown.size());
    }
};

class TestTray : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tellsTheDesktopWhereThereIsNoTray();
    void tellsWhyADownloadFailedThatEndedUnseen();

private:
    FakeDesktop m_desktop;
};

void TestTray::initTestCase()
{
    QGuiApplication::setApplicationDisplayName(u"Shimmy Manager"_s);
    QGuiApplication::setDesktopFileName(u"org.example.Program"_s);
    QDBusConnection bus = QDBusConnection::sessionBus();
    QVERIFY(bus.isConnected());
    QVERIFY(bus.registerObject(u"/org/freedesktop/Notifications"_s, &m_desktop, QDBusConnection::ExportAllSlots));
    QVERIFY(bus.registerService(u"org.freedesktop.Notifications"_s));
}

void TestTray::tellsTheDesktopWhereThereIsNoTray()
{
    ServerConnection connection;
    Tray tray(connection);
    QVERIFY(!tray.isAvailable());
    m_desktop.shown.clear();

    tray.notify(u"Download complete"_s, u"a<b>&c can be used now"_s);

    QTRY_COMPARE(m_desktop.shown.size(), 1);
    const FakeDesktop::Notification shown = m_desktop.shown.first();
    QCOMPARE(shown.program, u"Shimmy Manager"_s);
    QCOMPARE(shown.icon, u"org.example.Program"_s);
    QCOMPARE(shown.title, u"Download complete"_s);
    QCOMPARE(shown.text, u"a&lt;b&gt;&amp;c can be used now"_s); // no markup of strangers
    QCOMPARE(shown.hints.value(u"desktop-entry"_s).toString(), u"org.example.Program"_s);
}

void TestTray::tellsWhyADownloadFailedThatEndedUnseen()
{
    ScriptedServer server;
    server.setJobs({ScriptedServer::job(u"j1"_s)});
    ServerConnection connection;
    const Tray tray(connection);
    connection.connectTo(server.entry());
    QTRY_COMPARE(connection.jobs().jobs().size(), 1);
    m_desktop.shown.clear();

    const QJsonObject error{{u"message"_s, u"the disk is full"_s}};
    server.setJobs({ScriptedServer::job(u"j1"_s, {{u"state"_s, u"failed"_s}, {u"error"_s, error}})});

    QTRY_COMPARE(m_desktop.shown.size(), 1);
    QCOMPARE(m_desktop.shown.first().title, u"Download failed"_s);
    QVERIFY2(m_desktop.shown.first().text.endsWith(u"the disk is full"_s), qPrintable(m_desktop.shown.first().text));
}

int main(int argc, char **argv)
{
    const PrivateBus bus;
    const QApplication application(argc, argv);
    TestTray test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_tray.moc"
