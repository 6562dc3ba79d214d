#include "base/json.h"

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

QTEST_APPLESS_MAIN(TestJson)
#include "test_json.moc"
