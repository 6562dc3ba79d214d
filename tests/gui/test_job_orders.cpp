#include "base/json.h"
#include "connection/job_list.h"
#include "connection/server_connection.h"
#include "downloads/job_orders.h"
#include "scripted_server.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

/// What is asked of the queue while it changes.
class TestJobOrders : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesTheLastWishAfterTheFirst();
    void movesOnlyWhatIsStillQueued();
    void forgetsWhatWasWantedOfTheFormerServer();

private:
    static QJsonObject queued(const QString &id) { return ScriptedServer::job(id, {{u"state"_s, u"queued"_s}}); }
    static QByteArray moveOf(const char *id) { return QByteArray("POST /v1/api/downloads/") + id + "/move"; }
    static void answerMove(ScriptedServer &server, const char *id)
    {
        server.api().push(moveOf(id), toJson(queued(QString::fromLatin1(id))));
        server.api().finish(moveOf(id));
    }
};

void TestJobOrders::takesTheLastWishAfterTheFirst()
{
    ScriptedServer server;
    server.setJobs({queued(u"a"_s), queued(u"b"_s), queued(u"c"_s)});
    for (const char *id : {"a", "b", "c"})
        server.api().hold(moveOf(id), {}, "application/json");
    ServerConnection connection;
    connection.connectTo(server.entry());
    QTRY_COMPARE(connection.jobs().jobs().size(), 3);
    JobOrders orders(connection, nullptr);
    const QStringList queue{u"a"_s, u"b"_s, u"c"_s};

    orders.reorder(queue, {u"a"_s, u"c"_s, u"b"_s});
    QTRY_COMPARE(server.api().held(moveOf("c")) + server.api().held(moveOf("b")), 1);
    QCOMPARE(orders.orderOf(queue), QStringList({u"a"_s, u"c"_s, u"b"_s}));
    orders.reorder(queue, {u"b"_s, u"a"_s, u"c"_s});
    orders.reorder(queue, {u"c"_s, u"a"_s, u"b"_s});
    QCOMPARE(orders.orderOf(queue), QStringList({u"c"_s, u"a"_s, u"b"_s}));
    const char *const first = server.api().held(moveOf("c")) == 1 ? "c" : "b";
    answerMove(server, first);

    QTRY_COMPARE(server.requests(moveOf("c")) + server.requests(moveOf("a")) + server.requests(moveOf("b")), 2);
    QCOMPARE(server.lastBody(moveOf("c")).value("position"_L1).toInt(-1), 0); // nothing of the wish between them
}

void TestJobOrders::movesOnlyWhatIsStillQueued()
{
    ScriptedServer server;
    server.setJobs({queued(u"a"_s), queued(u"b"_s), queued(u"c"_s)});
    for (const char *id : {"a", "b", "c", "d"})
        server.api().hold(moveOf(id), {}, "application/json");
    ServerConnection connection;
    connection.connectTo(server.entry());
    QTRY_COMPARE(connection.jobs().jobs().size(), 3);
    JobOrders orders(connection, nullptr);
    orders.reorder({u"a"_s, u"b"_s, u"c"_s}, {u"c"_s, u"a"_s, u"b"_s});
    QTRY_COMPARE(server.api().held(moveOf("c")), 1);

    // One has begun and another has come since the queue was last told.
    orders.reorder({u"a"_s, u"b"_s, u"c"_s, u"d"_s}, {u"d"_s, u"b"_s, u"a"_s, u"c"_s});
    server.setJobs({ScriptedServer::job(u"a"_s), queued(u"c"_s), queued(u"b"_s), queued(u"d"_s)});
    server.tell("download", ScriptedServer::job(u"a"_s));
    QTRY_COMPARE(connection.jobs().find(u"a"_s)->state, u"downloading"_s);
    answerMove(server, "c");

    QTRY_COMPARE(server.requests(moveOf("b")) + server.requests(moveOf("c")), 2); // c before b becomes b before c
    QCOMPARE(server.requests(moveOf("a")), 0);
    QCOMPARE(server.requests(moveOf("d")), 0);
}

void TestJobOrders::forgetsWhatWasWantedOfTheFormerServer()
{
    ScriptedServer former;
    former.setJobs({queued(u"a"_s), queued(u"b"_s), queued(u"c"_s)});
    former.api().hold(moveOf("c"), {}, "application/json");
    ServerConnection connection;
    connection.connectTo(former.entry());
    QTRY_COMPARE(connection.jobs().jobs().size(), 3);
    JobOrders orders(connection, nullptr);
    orders.reorder({u"a"_s, u"b"_s, u"c"_s}, {u"c"_s, u"a"_s, u"b"_s});
    QTRY_COMPARE(former.api().held(moveOf("c")), 1);
    orders.reorder({u"a"_s, u"b"_s, u"c"_s}, {u"b"_s, u"c"_s, u"a"_s});

    ScriptedServer server;
    server.setJobs({queued(u"x"_s), queued(u"y"_s)});
    server.api().answer(moveOf("y"), toJson(queued(u"y"_s)));
    connection.connectTo(server.entry());
    QTRY_COMPARE(connection.jobs().jobs().size(), 2);
    const QStringList queue{u"x"_s, u"y"_s};
    QCOMPARE(orders.orderOf(queue), queue);
    orders.reorder(queue, {u"y"_s, u"x"_s});
    QTRY_COMPARE(server.requests(moveOf("y")), 1);
    QTRY_COMPARE(orders.orderOf(queue), queue); // that was all
}

QTEST_MAIN(TestJobOrders)
#include "test_job_orders.moc"
