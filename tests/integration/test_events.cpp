#include "job_fixture.h"
#include "tiny_gguf.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;

struct Event {
    QByteArray type;
    QByteArray id;
    QJsonObject data;
};

/// Reads the feed of a service. Over HTTP 1.0, whose answer has no framing of its own.
class Feed {
public:
    explicit Feed(quint16 port, const QByteArray &after = {})
    {
        m_socket.connectToHost(u"127.0.0.1"_s, port);
        if (!m_socket.waitForConnected(10'000))
            qFatal("cannot connect");
        m_socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 16 * 1024);
        m_socket.write("GET /v1/api/events HTTP/1.0\r\n"
                       + (after.isEmpty() ? QByteArray() : QByteArray("Last-Event-ID: " + after + "\r\n")) + "\r\n");
        m_socket.waitForBytesWritten(10'000);
    }

    /// Reads until \a enough says so of the new events; all of them.
    QList<Event> readUntil(const std::function<bool(const QList<Event> &)> &enough)
    {
        QList<Event> events;
        do {
            for (qsizetype end = head.isEmpty() ? -1 : m_text.indexOf("\n\n"); end >= 0; end = m_text.indexOf("\n\n")) {
                if (!m_text.startsWith(':'))
                    events += parse(m_text.first(end));
                m_text.remove(0, end + 2);
            }
            if (!head.isEmpty() && enough(events))
                break;
        } while (readMore());
        return events;
    }

    QByteArray head;
    bool hasEnded() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }

private:
    static Event parse(const QByteArray &text)
    {
        Event event;
        for (const QByteArray &line : text.split('\n')) {
            const QByteArray value = line.mid(line.indexOf(": ") + 2);
            if (line.startsWith("event:"))
                event.type = value;
            else if (line.startsWith("id:"))
                event.id = value;
            else if (line.startsWith("data:"))
                event.data = QJsonDocument::fromJson(value).object();
        }
        return event;
    }

    bool readMore()
    {
        if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(60'000))
            return false;
        m_text += m_socket.readAll();
        if (head.isEmpty() && m_text.contains("\r\n\r\n")) {
            head = m_text.first(m_text.indexOf("\r\n\r\n"));
            m_text.remove(0, head.size() + 4);
        }
        return true;
    }

    QTcpSocket m_socket;
    QByteArray m_text;
};

bool isComplete(const Event &event)
{
    return event.type == "download" && event.data.value("state"_L1) == "complete"_L1;
}

bool hasEnded(const QList<Event> &events)
{
    return std::any_of(events.begin(), events.end(), isComplete);
}

bool hasAny(const QList<Event> &events)
{
    return !events.isEmpty();
}

} // namespace

/// The feed of all that changes.
class TestEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsADownloadsWholeLife();
    void tellsWhichModelsHaveChanged();
    void tellsWhenADeletedModelIsGoneForGood();
    void namesNotAllOfManyModels();
    void tellsOfANewLimit();
    void goesOnWhereAClientWasCutOff();
    void aClientWithAnUnknownIdListsAgain_data();
    void aClientWithAnUnknownIdListsAgain();
    void aClientThatDoesNotReadCostsLittleAndListsAgain();
    void endsWithTheService();
};

void TestEvents::tellsADownloadsWholeLife()
{
    JobFixture fixture;
    fixture.offer(u"watched"_s, 4 * mebibyte);
    fixture.hub.inject(slowly(u"watched"_s, mebibyte / 2));
    Feed feed(fixture.port());
    QCOMPARE(feed.readUntil(hasAny).first().type, "relist"); // it begins by listing

    const QString id = fixture.begin(u"watched"_s);
    const QList<Event> events = feed.readUntil(hasEnded);

    QVERIFY2(feed.head.startsWith("HTTP/1.1 200") && feed.head.toLower().contains("content-type: text/event-stream"),
             feed.head.constData());
    QStringList states;
    QSet<QByteArray> ids;
    bool progressed = false;
    for (const Event &event : events) {
        QVERIFY(event.id.isEmpty() == (event.type == "progress"));
        QVERIFY(event.id.isEmpty() || !ids.contains(event.id));
        ids += event.id;
        if (event.type == "download" || event.type == "progress")
            QCOMPARE(event.data.value("id"_L1).toString(), id);
        if (event.type == "download")
            states += event.data.value("state"_L1).toString();
        progressed = progressed || (event.type == "progress" && event.data.value("percent"_L1).toDouble() > 0);
    }
    states.removeDuplicates();
    QVERIFY2(states.startsWith(u"resolving"_s), qPrintable(states.join(u' ')));
    for (const QString &state : {u"queued"_s, u"downloading"_s, u"verifying"_s, u"loading"_s})
        QVERIFY2(states.contains(state), qPrintable(state + u" not in " + states.join(u' ')));
    QVERIFY(progressed);
    const auto models = std::find_if(events.begin(), events.end(), [](const Event &e) { return e.type == "models"; });
    QVERIFY(models != events.end());
    QCOMPARE(models->data,
             (QJsonObject{{u"models"_s, QJsonArray{u"watched"_s}},
                          {u"total"_s, 1},
                          {u"added"_s, QJsonArray{u"watched"_s}},
                          {u"removed"_s, QJsonArray()},
                          {u"changed"_s, QJsonArray()}}));
}

void TestEvents::tellsWhichModelsHaveChanged()
{
    JobFixture fixture;
    fixture.offer(u"first"_s, mebibyte);
    fixture.offer(u"second"_s, mebibyte);
    const auto pull = [&fixture](const QString &name) {
        return fixture.pullResult({{u"model"_s, JobFixture::repo}, {u"filename"_s, name}, {u"force"_s, true}})
            .value("status"_L1);
    };
    QCOMPARE(pull(u"first.gguf"_s), u"complete"_s);
    Feed feed(fixture.port());
    const auto next = [&feed] {
        const auto isModels = [](const Event &event) { return event.type == "models"; };
        const QList<Event> events =
            feed.readUntil([&](const QList<Event> &all) { return std::any_of(all.begin(), all.end(), isModels); });
        QJsonObject data = std::find_if(events.begin(), events.end(), isModels)->data;
        data.remove(u"models"_s);
        return data;
    };
    const auto change = [](const QString &deed, const QString &id, int total) {
        QJsonObject data{{u"added"_s, QJsonArray()},
                         {u"removed"_s, QJsonArray()},
                         {u"changed"_s, QJsonArray()},
                         {u"total"_s, total}};
        data.insert(deed, QJsonArray{id});
        return data;
    };

    QCOMPARE(pull(u"second.gguf"_s), u"complete"_s);
    QCOMPARE(next(), change(u"added"_s, u"second"_s, 2));

    fixture.offer(u"first"_s, 8 * mebibyte); // other bytes
    QCOMPARE(pull(u"first.gguf"_s), u"complete"_s);
    QCOMPARE(next(), change(u"changed"_s, u"first"_s, 2));

    QCOMPARE(httpPost(fixture.port(), "/v1/api/delete", {{u"model"_s, u"second"_s}}).status, 200);
    QCOMPARE(next(), change(u"removed"_s, u"second"_s, 1));
}

void TestEvents::tellsWhenADeletedModelIsGoneForGood()
{
    JobFixture fixture;
    fixture.offer(u"busy"_s, mebibyte);
    QCOMPARE(fixture.pullResult({{u"model"_s, JobFixture::repo}, {u"filename"_s, u"busy.gguf"_s}}).value("status"_L1),
             u"complete"_s);
    Feed feed(fixture.port());
    QCOMPARE(feed.readUntil(hasAny).first().type, "relist");
    BlockingHttp generation(fixture.port());
    generation.send(httpRequestBytes("POST", "/v1/generate", R"({"model":"busy","prompt":"L","max_tokens":2000})",
                                     {{"Content-Type", "application/json"}}));
    QTRY_COMPARE(httpGet(fixture.port(), "/v1/api/shimmy").json().value("queue"_L1)[u"generations"_s], 1);

    QCOMPARE(httpPost(fixture.port(), "/v1/api/delete", {{u"model"_s, u"busy"_s}}).status, 200);

    // Once when it is served no more, and once when the generation that used it has ended.
    feed.readUntil([](const QList<Event> &all) {
        return std::count_if(all.begin(), all.end(), [](const Event &event) { return event.type == "models"; }) == 2;
    });
    QCOMPARE(httpGet(fixture.port(), "/v1/api/models").json().value("models"_L1).toArray(), QJsonArray());
    QVERIFY(fixture.modelFiles().isEmpty());
}

void TestEvents::namesNotAllOfManyModels()
{
    QTemporaryDir models;
    for (int number = 0; number < 100; ++number)
        QVERIFY(writeTinyGguf(models.filePath(u"many-%1.gguf"_s.arg(number))));
    JobFixture fixture({}, models.path());
    fixture.offer(u"first"_s, mebibyte);
    Feed feed(fixture.port());
    QCOMPARE(fixture.pullResult({{u"model"_s, JobFixture::repo}, {u"filename"_s, u"first.gguf"_s}}).value("status"_L1),
             u"complete"_s);
    const QList<Event> events = feed.readUntil(hasEnded);
    const auto told = std::find_if(events.begin(), events.end(), [](const Event &e) { return e.type == "models"; });
    QVERIFY(told != events.end());
    QCOMPARE(told->data.value("models"_L1), QJsonValue(QJsonValue::Null));
    QCOMPARE(told->data.value("total"_L1).toInt(), 101);
    QCOMPARE(told->data.value("added"_L1).toArray(), QJsonArray{u"first"_s});
}

void TestEvents::tellsOfANewLimit()
{
    JobFixture fixture;
    Feed feed(fixture.port());
    QCOMPARE(feed.readUntil(hasAny).first().type, "relist");

    for (const QJsonValue &limit : {QJsonValue(3'000'000), QJsonValue(3'000'000), QJsonValue()})
        QCOMPARE(httpPost(fixture.port(), "/v1/api/limits", {{u"bytes_per_second"_s, limit}}).status, 200);

    QList<QJsonObject> told;
    feed.readUntil([&told](const QList<Event> &events) {
        told.clear();
        for (const Event &event : events) {
            if (event.type == "limits")
                told += event.data;
        }
        return told.size() == 2; // what was so already is no news
    });
    QCOMPARE(told, (QList<QJsonObject>{{{u"bytes_per_second"_s, 3'000'000}}, {{u"bytes_per_second"_s, QJsonValue()}}}));
}

void TestEvents::goesOnWhereAClientWasCutOff()
{
    JobFixture fixture;
    fixture.offer(u"missed"_s, mebibyte);
    QByteArray last;
    {
        Feed feed(fixture.port());
        last = feed.readUntil(hasAny).first().id;
    }
    QCOMPARE(fixture.pullResult({{u"model"_s, JobFixture::repo}, {u"filename"_s, u"missed.gguf"_s}}).value("status"_L1),
             u"complete"_s);

    Feed again(fixture.port(), last);
    const QList<Event> events = again.readUntil(hasEnded);

    QCOMPARE(events.first().type, "download");
    QCOMPARE(events.first().data.value("state"_L1).toString(), u"resolving"_s);
    // From its middle: not one twice.
    Feed later(fixture.port(), events[1].id);
    QCOMPARE(later.readUntil(hasEnded).first().id, events[2].id);
}

void TestEvents::aClientWithAnUnknownIdListsAgain_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("another run's") << QByteArray("0badc0de-1");
    QTest::newRow("nonsense") << QByteArray("x");
    QTest::newRow("long") << QByteArray(5000, '9');
}

void TestEvents::aClientWithAnUnknownIdListsAgain()
{
    QFETCH(QByteArray, id);
    JobFixture fixture;
    Feed feed(fixture.port(), id);
    QCOMPARE(feed.readUntil(hasAny).first().type, "relist");
}

void TestEvents::aClientThatDoesNotReadCostsLittleAndListsAgain()
{
    JobFixture fixture;
    fixture.offer(u"busy"_s, 64 * mebibyte);
    fixture.hub.inject(slowly(u"busy"_s, 10'000));
    const QString id = fixture.begin(u"busy"_s);
    QTRY_COMPARE(fixture.state(id), u"downloading"_s);
    Feed feed(fixture.port());
    const qint64 before = fixture.service().residentBytes();

    // More than a socket and the service's own bound hold: events have a kilobyte, and each order that is not refused
    // because the one before still runs makes some.
    BlockingHttp client(fixture.port());
    for (int order = 0; order < 20'000; ++order) {
        const QByteArray path = "/v1/api/downloads/" + id.toLatin1() + (order % 2 == 0 ? "/pause" : "/resume");
        QVERIFY(client.send(httpRequestBytes("POST", path, "{}", {{"Content-Type", "application/json"}})));
        QVERIFY(client.read().status != 0);
    }

    [[maybe_unused]] const qint64 grown = fixture.service().residentBytes() - before;
#ifndef __SANITIZE_ADDRESS__
    QVERIFY2(grown < 20 << 20, qPrintable(QString::number(grown)));
#endif
    // Now it reads: what was sent, and then that it has missed something.
    int relists = 0;
    feed.readUntil([&relists](const QList<Event> &events) {
        relists = int(std::count_if(events.begin(), events.end(), [](const Event &e) { return e.type == "relist"; }));
        return relists >= 2; // the first is how it began
    });
    QCOMPARE(relists, 2);
    QVERIFY(fixture.isHealthy());
}

void TestEvents::endsWithTheService()
{
    JobFixture fixture;
    Feed feed(fixture.port());
    feed.readUntil(hasAny);
    QElapsedTimer clock;
    clock.start();

    QCOMPARE(fixture.service().terminate(), 0);

    QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
    feed.readUntil([](const QList<Event> &) { return false; });
    QVERIFY(feed.hasEnded());
}

QTEST_GUILESS_MAIN(TestEvents)
#include "test_events.moc"
