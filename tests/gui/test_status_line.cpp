#include "connection/job_list.h"
#include "connection/server_connection.h"
#include "scripted_server.h"
#include "window/sidebar.h"
#include "window/status_line.h"
#include "window_probe.h"

#include <QAccessible>
#include <QLabel>
#include <QTest>
#include <QTextDocument>

using namespace Qt::StringLiterals;

/// What the window always tells: at its lower edge, and in its sidebar.
class TestStatusLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsOfAConnectedServer();
    void countsWhatRunsAndWaits();
    void tellsNothingOfALostServer();
    void theSidebarCounts();
};

namespace {

QString shown(const StatusLine &line, const QString &part)
{
    auto &label = probe<QLabel>(line, part);
    return label.isHidden() ? QString() : label.text();
}

} // namespace

void TestStatusLine::tellsOfAConnectedServer()
{
    ScriptedServer server;
    ServerConnection connection;
    const StatusLine line(connection);
    connection.connectTo(server.entry());
    QTRY_COMPARE(shown(line, u"statusDisk"_s), u"78.0 GB free"_s);
    QCOMPARE(shown(line, u"statusShimmy"_s), u"Shimmy: ready"_s);
    QCOMPARE(shown(line, u"statusServer"_s), server.entry().name);

    server.tell("shimmy", {{u"state"_s, u"failed"_s}, {u"trouble"_s, u"it does <b>not</b> start"_s}});
    auto &shimmy = probe<QLabel>(line, u"statusShimmy"_s);
    QTRY_VERIFY(!shimmy.toolTip().isEmpty());
    QTextDocument tip;
    tip.setHtml(shimmy.toolTip());
    QCOMPARE(tip.toPlainText(), u"it does <b>not</b> start"_s); // shown as it is
}

void TestStatusLine::countsWhatRunsAndWaits()
{
    ScriptedServer server;
    const auto job = [](const QString &id, const QString &state, qint64 rate = 0) {
        return ScriptedServer::job(id, {{u"state"_s, state}, {u"bytes_per_second"_s, rate}});
    };
    server.setJobs({job(u"a"_s, u"downloading"_s, 3'000'000), job(u"b"_s, u"downloading"_s, 2'000'000),
                    job(u"c"_s, u"queued"_s), job(u"d"_s, u"waiting_for_space"_s), job(u"e"_s, u"paused"_s),
                    job(u"f"_s, u"failed"_s), job(u"g"_s, u"complete"_s)});
    ServerConnection connection;
    const StatusLine line(connection);
    connection.connectTo(server.entry());
    QTRY_COMPARE(shown(line, u"statusDownloads"_s), u"2 active, 2 queued"_s);
    QCOMPARE(shown(line, u"statusRate"_s), u"\u2193 5.0 MB/s"_s);
    QAccessibleInterface *const face = QAccessible::queryAccessibleInterface(&probe<QLabel>(line, u"statusRate"_s));
    QVERIFY(face->text(QAccessible::Name).contains(u"5.0 MB/s"_s)); // what it is, a screen reader says after it
    QCOMPARE(face->text(QAccessible::Description), u"Download rate"_s);

    server.tell("progress", job(u"b"_s, u"downloading"_s, 4'000'000));
    QTRY_COMPARE(shown(line, u"statusRate"_s), u"\u2193 7.0 MB/s"_s);
}

void TestStatusLine::tellsNothingOfALostServer()
{
    ScriptedServer server;
    server.setJobs({ScriptedServer::job(u"a"_s)});
    ServerConnection connection;
    const StatusLine line(connection);
    connection.connectTo(server.entry());
    QTRY_COMPARE(shown(line, u"statusDownloads"_s), u"1 active, 0 queued"_s);
    server.api().goAway();
    QTRY_COMPARE(connection.state(), ServerConnection::State::Lost);
    for (const QString &part : {u"statusDownloads"_s, u"statusRate"_s, u"statusDisk"_s, u"statusShimmy"_s})
        QCOMPARE(shown(line, part), QString());
    QVERIFY(shown(line, u"statusServer"_s).contains(server.entry().name));
}

void TestStatusLine::theSidebarCounts()
{
    Sidebar sidebar;
    sidebar.addView(u"Downloads"_s, u"download"_s);
    const QString without = sidebar.item(0)->text();
    sidebar.setCount(0, 3);
    const QString with = sidebar.item(0)->text();
    QVERIFY(with != without);
    QVERIFY2(with.contains(u'3'), qPrintable(with));
    sidebar.setCount(0, 0);
    QCOMPARE(sidebar.item(0)->text(), without);
}

QTEST_MAIN(TestStatusLine)
#include "test_status_line.moc"
