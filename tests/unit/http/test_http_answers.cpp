#include "http/answer_head.h"
#include "http/http_status.h"
#include "http/refusal.h"
#include "http/request_id.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

class HttpAnswersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesAHead();
    void framesAnAnswer_data();
    void framesAnAnswer();
    void neverLetsAValueBeginAnotherField();
    void leavesOutFieldsThatSayFraming();
    void keepsAHarmlessRequestId_data();
    void keepsAHarmlessRequestId();
    void makesAnotherIdEachTime();
    void writesRefusalsAsJson();
    void knowsItsReasons();
};

void HttpAnswersTest::writesAHead()
{
    const AnswerHead head{200, {{"Content-Type", "text/plain"}}, AnswerFraming::Length, 5};

    QCOMPARE(head.toBytes(), "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n");
}

void HttpAnswersTest::framesAnAnswer_data()
{
    QTest::addColumn<AnswerHead>("head");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("length") << AnswerHead{200, {}, AnswerFraming::Length, 0}
                            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("chunked") << AnswerHead{200, {}, AnswerFraming::Chunked}
                             << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    QTest::newRow("closes") << AnswerHead{200, {}, AnswerFraming::Close, 0, true}
                            << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    QTest::newRow("no body") << AnswerHead{204, {}} << QByteArray("HTTP/1.1 204 No Content\r\n\r\n");
    QTest::newRow("HTTP/1.0 stays") << AnswerHead{200, {}, AnswerFraming::Length, 1, false, 0}
                                    << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
                                                  "Connection: keep-alive\r\n\r\n");
}

void HttpAnswersTest::framesAnAnswer()
{
    QFETCH(AnswerHead, head);
    QFETCH(QByteArray, expected);

    QCOMPARE(head.toBytes(), expected);
}

void HttpAnswersTest::neverLetsAValueBeginAnotherField()
{
    const AnswerHead head{200, {{"A", "1\r\nB: 2"}, {"C\r\nD", "3"}, {"E", QByteArray("4\0\n", 3)}}};

    QCOMPARE(head.toBytes(), "HTTP/1.1 200 OK\r\nA: 1  B: 2\r\nE: 4\r\n\r\n");
}

void HttpAnswersTest::leavesOutFieldsThatSayFraming()
{
    const AnswerHead head{200,
                          {{"content-length", "9"},
                           {"Transfer-Encoding", "chunked"},
                           {"Connection", "keep-alive"},
                           {"Keep-Alive", "timeout=5"},
                           {"ETag", "x"}},
                          AnswerFraming::Length,
                          2};

    QCOMPARE(head.toBytes(), "HTTP/1.1 200 OK\r\nETag: x\r\nContent-Length: 2\r\n\r\n");
}

void HttpAnswersTest::keepsAHarmlessRequestId_data()
{
    QTest::addColumn<QByteArray>("fromClient");
    QTest::addColumn<bool>("isKept");
    QTest::newRow("letters, digits, marks") << QByteArray("aZ0.-_9") << true;
    QTest::newRow("64 bytes") << QByteArray(64, 'a') << true;
    QTest::newRow("65 bytes") << QByteArray(65, 'a') << false;
    QTest::newRow("none") << QByteArray() << false;
    QTest::newRow("blank") << QByteArray("a b") << false;
    QTest::newRow("line break") << QByteArray("a\r\nb") << false;
    QTest::newRow("quote") << QByteArray("a\"b") << false;
    QTest::newRow("beyond ASCII") << QByteArray("\xc3\xa4") << false;
}

void HttpAnswersTest::keepsAHarmlessRequestId()
{
    QFETCH(QByteArray, fromClient);
    QFETCH(bool, isKept);

    const QByteArray id = requestId(fromClient);

    QCOMPARE(id == fromClient, isKept);
    if (!isKept)
        QCOMPARE(id.size(), 16);
}

void HttpAnswersTest::makesAnotherIdEachTime()
{
    QVERIFY(requestId({}) != requestId({}));
}

void HttpAnswersTest::writesRefusalsAsJson()
{
    const Refusal refusal{413, u"body_too_large"_s, u"too \"large\""_s, u"send less"_s};

    const QJsonObject error = QJsonDocument::fromJson(refusal.toJson()).object()[u"error"_s].toObject();

    QCOMPARE(error[u"code"_s].toString(), u"body_too_large"_s);
    QCOMPARE(error[u"message"_s].toString(), u"too \"large\""_s);
    QCOMPARE(error[u"hint"_s].toString(), u"send less"_s);
}

void HttpAnswersTest::knowsItsReasons()
{
    QCOMPARE(reasonPhrase(200), "OK");
    QCOMPARE(reasonPhrase(421), "Misdirected Request");
    QCOMPARE(reasonPhrase(507), "Insufficient Storage");
    QCOMPARE(reasonPhrase(299), "Unknown");
}

QTEST_GUILESS_MAIN(HttpAnswersTest)
#include "test_http_answers.moc"
