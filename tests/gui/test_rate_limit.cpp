#include "connection/server_connection.h"
#include "downloads/rate_limit_button.h"
#include "scripted_server.h"
#include "window_probe.h"

#include <QInputDialog>
#include <QMenu>
#include <QTest>
#include <QToolTip>

using namespace Qt::StringLiterals;

/// The rate limit in the status bar.
class TestRateLimit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changesTheRateLimit();
    void tellsWhyALimitIsRefused();
    void showsARateLimitThatAnotherProgramSet();
};

void TestRateLimit::changesTheRateLimit()
{
    ScriptedServer server;
    ServerConnection connection;
    server.api().answer("GET /v1/api/limits", R"({"bytes_per_second":null})");
    server.api().answer("POST /v1/api/limits", R"({"bytes_per_second":5000000})");
    QWidget bar;
    RateLimitButton button(connection, &bar);
    bar.show();
    QVERIFY(button.isHidden());
    connection.connectTo(server.entry());
    QTRY_VERIFY(!button.isHidden());
    QTRY_COMPARE(button.text(), u"No limit"_s);

    Q_EMIT button.menu()->aboutToShow();
    QAction *preset = nullptr;
    for (QAction *each : button.menu()->actions()) {
        if (each->text() == u"5.0 MB/s"_s)
            preset = each;
    }
    QVERIFY(preset);
    preset->trigger();
    QTRY_COMPARE(button.text(), u"Limit: 5.0 MB/s"_s);
    QCOMPARE(server.lastBody("POST /v1/api/limits").value("bytes_per_second"_L1).toInteger(), 5'000'000);

    probe<QAction>(button, u"otherRateLimit"_s).trigger();
    auto &dialog = probe<QInputDialog>(button, u"rateLimitDialog"_s);
    QVERIFY(!dialog.isModal()); // nothing would be lost
    dialog.setDoubleValue(2.5);
    dialog.accept();
    QTRY_COMPARE(server.lastBody("POST /v1/api/limits").value("bytes_per_second"_L1).toInteger(), 2'500'000);
}

void TestRateLimit::tellsWhyALimitIsRefused()
{
    ScriptedServer server;
    server.api().answer("GET /v1/api/limits", R"({"bytes_per_second":null})");
    server.api().answer(
        "POST /v1/api/limits",
        R"({"error":{"code":"insufficient_scope","message":"this key may not do that","hint":"use another"}})", 403);
    ServerConnection connection;
    QWidget bar;
    RateLimitButton button(connection, &bar);
    bar.show();
    connection.connectTo(server.entry());
    QTRY_COMPARE(button.text(), u"No limit"_s);
    Q_EMIT button.menu()->aboutToShow();
    button.menu()->actions().at(1)->trigger();
    QTRY_VERIFY(QToolTip::text().contains(u"this key may not do that"_s));
    QVERIFY(QToolTip::text().contains(u"use another"_s));
    QCOMPARE(button.text(), u"No limit"_s);
}

void TestRateLimit::showsARateLimitThatAnotherProgramSet()
{
    ScriptedServer server;
    ServerConnection connection;
    server.api().answer("GET /v1/api/limits", R"({"bytes_per_second":7000000})");
    QWidget bar;
    RateLimitButton button(connection, &bar);
    connection.connectTo(server.entry());
    QTRY_COMPARE(button.text(), u"Limit: 7.0 MB/s"_s);

    server.tell("limits", {{u"bytes_per_second"_s, 3'000'000}});

    QTRY_COMPARE(button.text(), u"Limit: 3.0 MB/s"_s);
    Q_EMIT button.menu()->aboutToShow();
    QCOMPARE(button.menu()->actions().at(1)->text(), u"3.0 MB/s"_s);
    QVERIFY(button.menu()->actions().at(1)->isChecked());

    server.tell("limits", {{u"bytes_per_second"_s, QJsonValue()}});

    QTRY_COMPARE(button.text(), u"No limit"_s);
}

QTEST_MAIN(TestRateLimit)
#include "test_rate_limit.moc"
