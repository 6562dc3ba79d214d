#include "base/json.h"
#include "base/json_writer.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

class TestJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads();
    void refuses_data();
    void refuses();
    void namesLineAndColumn();
    void takesThirtyTwoLevels();
    void writesWhatItReads();
};

void TestJson::reads()
{
    const auto value = parseJsonObject(R"({"a": [1, -2.5, true, null, "ä\u00e4\ud83d\ude00"], "b": {}})", u"x"_s);

    QVERIFY(value.has_value());
    QCOMPARE(value->value("a"_L1).toArray(), (QJsonArray{1, -2.5, true, QJsonValue(), u"ää😀"_s}));
    QCOMPARE(value->value("b"_L1), QJsonValue(QJsonObject()));
    QCOMPARE(toJson({{u"a"_s, u"x\n"_s}}), R"({"a":"x\n"})");
}

void TestJson::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("trailing text") << QByteArray("{} {}");
    QTest::newRow("trailing comma") << QByteArray("{\"a\":1,}");
    QTest::newRow("comment") << QByteArray("{} // x");
    QTest::newRow("single quotes") << QByteArray("{'a':1}");
    QTest::newRow("duplicate key") << QByteArray(R"({"a":1,"a":2})");
    QTest::newRow("duplicate key, escaped") << QByteArray(R"({"a":1,"\u0061":2})");
    QTest::newRow("duplicate key inside") << QByteArray(R"({"x":[{"a":1,"a":2}]})");
    QTest::newRow("lone surrogate") << QByteArray(R"({"a":"\ud800"})");
    QTest::newRow("bad UTF-8") << QByteArray("{\"a\":\"\xff\"}");
    QTest::newRow("overlong UTF-8") << QByteArray("{\"a\":\"\xc0\xaf\"}");
    QTest::newRow("control character") << QByteArray("{\"a\":\"\n\"}");
    QTest::newRow("NaN") << QByteArray("{\"a\":NaN}");
    QTest::newRow("leading zero") << QByteArray("{\"a\":01}");
    QTest::newRow("33 levels") << QByteArray("{\"a\":" + QByteArray(32, '[') + QByteArray(32, ']') + '}');
    QTest::newRow("a million levels") << QByteArray(1'000'000, '[');
    QTest::newRow("array") << QByteArray("[]");
}

void TestJson::refuses()
{
    QFETCH(QByteArray, text);
    const auto value = parseJsonObject(text, u"the body"_s);
    QVERIFY(!value.has_value());
    QCOMPARE(value.error().kind, ErrorKind::InvalidArgument);
}

void TestJson::namesLineAndColumn()
{
    const auto value = parseJson("{\n  \"a\": x\n}", u"the body"_s);
    QVERIFY(!value.has_value());
    QVERIFY2(value.error().message.contains("line 2"_L1) && value.error().message.contains("column 8"_L1),
             qPrintable(value.error().message));
}

void TestJson::takesThirtyTwoLevels()
{
    QVERIFY(parseJson(QByteArray(QByteArray(32, '[') + QByteArray(32, ']')), u"x"_s).has_value());
}

void TestJson::writesWhatItReads()
{
    QString every;
    for (char16_t c = 0; c < 0x100; ++c)
        every += QChar(c);
    every += u"\u20ac \U0001f600"_s;
    JsonWriter json;
    for (int round = 0; round < 2; ++round) { // it is empty after take()
        json.beginObject();
        json.member("text", every);
        json.member("empty", QString());
        json.member("large", qint64(9007199254740993));
        json.member("ratio", 4.85);
        json.member("yes", true);
        json.member("nothing", std::optional<qint64>());
        json.member("something", std::optional<QString>(u"x"_s));
        json.beginArray("list");
        for (int i = 0; i < 2; ++i) {
            json.beginObject();
            json.member("i", qint64(i));
            json.endObject();
        }
        json.endArray();
        json.beginObject("object");
        json.null("null");
        json.endObject();
        json.endObject();
        const auto read = parseJsonObject(json.take(), u"it"_s);
        QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
        QCOMPARE(*read,
                 (QJsonObject{{u"text"_s, every},
                              {u"empty"_s, QString()},
                              {u"large"_s, qint64(9007199254740993)},
                              {u"ratio"_s, 4.85},
                              {u"yes"_s, true},
                              {u"nothing"_s, QJsonValue()},
                              {u"something"_s, u"x"_s},
                              {u"list"_s, QJsonArray{QJsonObject{{u"i"_s, 0}}, QJsonObject{{u"i"_s, 1}}}},
                              {u"object"_s, QJsonObject{{u"null"_s, QJsonValue()}}}}));
    }
}

QTEST_APPLESS_MAIN(TestJson)
#include "test_json.moc"
