#include "client/chat.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

/// What is asked of a model, and what comes of its answer.
class TestClientChat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sendsOnlyWhatWasChosen();
    void sendsEveryParameterUnderItsName();
    void readsTextAndEnd();
    void readsBothCountsOfTheUsage();
};

void TestClientChat::sendsOnlyWhatWasChosen()
{
    ChatOrder order;
    order.model = u"tiny"_s;
    order.messages = {{u"user"_s, u"Hello"_s}};

    const QJsonObject json = order.toJson();

    QCOMPARE(QStringList(json.keys()), QStringList({u"messages"_s, u"model"_s, u"stream"_s, u"stream_options"_s}));
    QCOMPARE(json.value("messages"_L1).toArray(),
             (QJsonArray{QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, u"Hello"_s}}}));
}

void TestClientChat::sendsEveryParameterUnderItsName()
{
    ChatOrder order;
    order.model = u"tiny"_s;
    order.messages = {{u"user"_s, u"Hello"_s}};
    order.maxTokens = 12;
    order.temperature = 0;
    order.topP = 0.5;
    order.stop = {u"END"_s, u"\n\n"_s};

    const QJsonObject json = order.toJson();

    QCOMPARE(json.value("max_tokens"_L1), QJsonValue(12));
    QCOMPARE(json.value("temperature"_L1), QJsonValue(0.0));
    QCOMPARE(json.value("top_p"_L1), QJsonValue(0.5));
    QCOMPARE(json.value("stop"_L1), QJsonValue(QJsonArray{u"END"_s, u"\n\n"_s}));
}

void TestClientChat::readsTextAndEnd()
{
    const auto chunk = [](const QJsonObject &delta, const QJsonValue &reason) {
        return QJsonObject{{u"choices"_s, QJsonArray{QJsonObject{{u"delta"_s, delta}, {u"finish_reason"_s, reason}}}}};
    };

    const ChatEvent word = ChatEvent::fromJson(chunk({{u"content"_s, u" sea"_s}}, QJsonValue()));
    const ChatEvent last = ChatEvent::fromJson(chunk({}, u"length"_s));

    QCOMPARE(word.text, u" sea"_s);
    QVERIFY(word.finishReason.isEmpty());
    QVERIFY(last.text.isEmpty());
    QCOMPARE(last.finishReason, u"length"_s);
}

void TestClientChat::readsBothCountsOfTheUsage()
{
    const ChatEvent event = ChatEvent::fromJson(
        {{u"choices"_s, QJsonArray()},
         {u"usage"_s, QJsonObject{{u"prompt_tokens"_s, 25}, {u"completion_tokens"_s, 7}, {u"total_tokens"_s, 32}}}});

    QCOMPARE(event.promptTokens, 25);
    QCOMPARE(event.completionTokens, 7);
    QVERIFY(event.text.isEmpty());
}

QTEST_APPLESS_MAIN(TestClientChat)
#include "test_client_chat.moc"
