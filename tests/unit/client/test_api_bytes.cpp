#include "client/api_client.h"
#include "client/limits.h"
#include "client/model_details.h"
#include "scripted_api.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

const QByteArray line = "GET /v1/api/export?model=x";

} // namespace

/// Answers that are files.
class TestApiBytes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void readsAFile();
    void readsAnEmptyFile();
    void tellsThatItBrokeOff();
    void tellsWhyItWasRefused();
    void endsARefusalThatDoesNotEnd();
    void takesNoMoreThanIsRead();
    void saysNoMoreWithoutItsClient();
    void holdsUpNoOther();

private:
    void open();
    QByteArray readAll();

    std::unique_ptr<ScriptedApi> m_server;
    std::unique_ptr<ApiClient> m_client;
    std::unique_ptr<ApiBytes> m_bytes;
};

void TestApiBytes::init()
{
    m_server = std::make_unique<ScriptedApi>();
    m_client = std::make_unique<ApiClient>(QUrl(m_server->url()));
}

void TestApiBytes::cleanup()
{
    m_bytes.reset();
    m_client.reset();
    m_server.reset();
}

void TestApiBytes::open()
{
    m_bytes = m_client->bytes(exportModelCall(u"x"_s));
}

/// To the end, in pieces that fit nowhere.
QByteArray TestApiBytes::readAll()
{
    QByteArray all;
    const auto read = [&] {
        for (QByteArray piece = m_bytes->read(777); !piece.isEmpty(); piece = m_bytes->read(777))
            all += piece;
    };
    const auto connection = connect(m_bytes.get(), &ApiBytes::changed, this, read);
    read();
    (void)QTest::qWaitFor([this] { return m_bytes->isOver(); }, 20'000);
    disconnect(connection);
    return all;
}

void TestApiBytes::readsAFile()
{
    const QByteArray file(100'000, 'f');
    m_server->answer(line, file, 200,
                     "application/x-tar\r\nContent-Disposition: attachment; filename*=UTF-8''x%2Btiny.tar");
    open();
    QVERIFY(!m_bytes->isOver());
    QCOMPARE(readAll(), file);
    QVERIFY(m_bytes->isOver());
    QVERIFY(!m_bytes->error());
    QCOMPARE(m_bytes->totalBytes(), file.size());
    QCOMPARE(m_bytes->suggestedName(), u"x+tiny.tar"_s);
}

void TestApiBytes::readsAnEmptyFile()
{
    m_server->answer(line, "", 200, "application/x-tar");
    open();
    QSignalSpy changed(m_bytes.get(), &ApiBytes::changed);
    QVERIFY(changed.wait(20'000));
    QVERIFY(m_bytes->isOver());
    QVERIFY(!m_bytes->error());
    QVERIFY(m_bytes->suggestedName().isEmpty());
}

void TestApiBytes::tellsThatItBrokeOff()
{
    m_server->breakOff(line, "half", "application/x-tar");
    open();
    (void)readAll();
    QVERIFY(m_bytes->isOver());
    QVERIFY(m_bytes->error());
    QCOMPARE(m_bytes->error()->kind, ErrorKind::NetworkFailed);
}

void TestApiBytes::tellsWhyItWasRefused()
{
    m_server->answer(line, R"({"error":{"code":"not_found","message":"no such model","hint":""}})", 404);
    open();
    QCOMPARE(readAll(), QByteArray());
    QVERIFY(m_bytes->error());
    QCOMPARE(m_bytes->error()->message, u"no such model"_s);
}

void TestApiBytes::endsARefusalThatDoesNotEnd()
{
    m_server->answer(line, QByteArray(20 << 20, 'n'), 500, "text/plain");
    open();
    QCOMPARE(readAll(), QByteArray());
    QVERIFY(m_bytes->isOver());
    QVERIFY(m_bytes->error());
}

/// Who writes to a slow disk must not keep a model in memory.
void TestApiBytes::takesNoMoreThanIsRead()
{
    const QByteArray file(64 << 20, 'f');
    m_server->answer(line, file, 200, "application/x-tar");
    m_server->answer("GET /v1/api/limits", "{}");
    open();
    QSignalSpy changed(m_bytes.get(), &ApiBytes::changed);
    QVERIFY(changed.wait(20'000));
    for (int i = 0; i < 50; ++i) { // time enough for all of it to come
        bool isAnswered = false;
        m_client->call(limitsCall(), this, [&](const auto &) { isAnswered = true; });
        QTRY_VERIFY(isAnswered);
    }
    QByteArray all = m_bytes->read(file.size());
    QVERIFY2(all.size() < 16 << 20, QByteArray::number(all.size()));
    all += readAll();
    QVERIFY(all == file);
}

void TestApiBytes::saysNoMoreWithoutItsClient()
{
    m_server->hold(line, "half", "application/x-tar");
    open();
    QSignalSpy changed(m_bytes.get(), &ApiBytes::changed);
    QVERIFY(changed.wait(20'000));
    m_server->finish(line);
    QVERIFY(changed.wait(20'000)); // whole, and not read yet
    m_client.reset();
    QCOMPARE(m_bytes->read(10), QByteArray());
    QVERIFY(!m_bytes->isOver());
    QCOMPARE(m_bytes->totalBytes(), 0);
}

/// Many long answers at the same time leave room for others, short ones as well.
void TestApiBytes::holdsUpNoOther()
{
    m_server->hold(line, "half", "application/x-tar");
    m_server->answer("GET /v1/api/limits", "{}");
    std::vector<std::unique_ptr<ApiBytes>> all;
    for (int i = 0; i < 20; ++i)
        all.push_back(m_client->bytes(exportModelCall(u"x"_s)));
    QTRY_COMPARE_WITH_TIMEOUT(m_server->held(line), 20, 20'000);
    bool isAnswered = false;
    m_client->call(limitsCall(), this, [&](const auto &) { isAnswered = true; });
    QTRY_VERIFY(isAnswered);

    all.clear(); // their connections are free again
    QTRY_COMPARE_WITH_TIMEOUT(m_server->held(line), 0, 20'000);
    open();
    QTRY_COMPARE_WITH_TIMEOUT(m_server->held(line), 1, 20'000);
}

QTEST_GUILESS_MAIN(TestApiBytes)
#include "test_api_bytes.moc"
