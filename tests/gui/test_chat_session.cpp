#include "chat_stream.h"
#include "fake_clock.h"
#include "playground/chat_session.h"
#include "scripted_server.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A session with the model tiny of a connected server that holds its answers.
struct Chat {
    Chat()
    {
        server.api().hold(chatRoute, {}, "text/event-stream");
        connection.connectTo(server.entry());
        session.setModel(u"tiny"_s);
    }
    bool isConnected() const { return connection.state() == ServerConnection::State::Connected; }
    qsizetype asked() const { return server.requests(chatRoute); }
    qsizetype held() { return server.api().held(chatRoute); }
    void push(const QByteArray &bytes) { server.api().push(chatRoute, bytes); }
    /// The rest of the answer.
    void finish(const QByteArray &bytes)
    {
        push(bytes);
        server.api().finish(chatRoute);
    }
    /// Role and text of what was sent last.
    QStringList sent() const
    {
        QStringList all;
        for (const auto &each : server.lastBody(chatRoute).value("messages"_L1).toArray()) {
            const QJsonObject message = each.toObject();
            all += message.value("role"_L1).toString() + u": "_s + message.value("content"_L1).toString();
        }
        return all;
    }

    ScriptedServer server;
    ServerConnection connection;
    FakeClock clock;
    ChatSession session{connection, clock};
};

} // namespace

/// The order of a chat: prompts, answers, stops, second tries.
class TestChatSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void waitsStreamsAndEndsWithFigures();
    void saysThatItStoppedAtTheTokenLimit();
    void stopEndsTheGenerationAndKeepsWhatCame();
    void stopWhileWaitingLeavesThePromptUnanswered();
    void regenerateSendsTheSameMessages();
    void regenerateKeepsTheAnswerWhenNoOtherComes();
    void resendDropsWhatFollowed();
    void failsWithTheServersWordsAndTriesAgain();
    void keepsHalfAnAnswerThatBrokeOff();
    void failsWhenTheWindowTurnsToAnotherServer();
    void aDeletedSessionEndsTheGeneration();
    void sendsNothingWhileAnAnswerIsUnderWay();

private:
    using State = ChatSession::State;
};

void TestChatSession::waitsStreamsAndEndsWithFigures()
{
    Chat chat;
    QTRY_VERIFY(chat.isConnected());
    QSignalSpy changed(&chat.session, &ChatSession::changed);

    chat.session.send(u"Hello"_s);
    QCOMPARE(chat.session.state(), State::Waiting);
    QTRY_COMPARE(chat.held(), 1);
    chat.push(": waiting\n\n" + chatPiece({}));
    chat.clock.advance(400ms);
    QCOMPARE(chat.session.state(), State::Waiting);
    chat.push(chatPiece(u"The "_s));
    QTRY_COMPARE(chat.session.state(), State::Streaming);
    chat.clock.advance(500ms);
    chat.finish(chatPiece(u"sea"_s) + chatEnd(u"stop"_s, 25, 11));
    QTRY_COMPARE(chat.session.state(), State::Idle);

    const Turn answer = chat.session.conversation().turns.last();
    QCOMPARE(answer.text, u"The sea"_s);
    QCOMPARE(answer.model, u"tiny"_s);
    QCOMPARE(answer.ending, Turn::Ending::Complete);
    QVERIFY(answer.figures == AnswerFigures({25, 11, 400ms, 900ms}));
    QCOMPARE(changed.size(), 2); // with the prompt, and with the answer
}

void TestChatSession::saysThatItStoppedAtTheTokenLimit()
{
    Chat chat;
    chat.session.setParameters({1, {}, {}, {}});
    chat.session.send(u"Hello"_s);
    QTRY_COMPARE(chat.held(), 1);
    chat.finish(chatPiece(u"The"_s) + chatEnd(u"length"_s, 25, 1));
    QTRY_COMPARE(chat.session.state(), State::Idle);
    QCOMPARE(chat.session.conversation().turns.last().ending, Turn::Ending::TokenLimit);
    QCOMPARE(chat.server.lastBody(chatRoute).value("max_tokens"_L1), QJsonValue(1));
}

void TestChatSession::stopEndsTheGenerationAndKeepsWhatCame()
{
    Chat chat;
    chat.session.send(u"Hello"_s);
    QTRY_COMPARE(chat.held(), 1);
    chat.push(chatPiece(u"The "_s));
    QTRY_COMPARE(chat.session.state(), State::Streaming);

    chat.session.stop();

    QCOMPARE(chat.session.state(), State::Idle);
    QTRY_COMPARE(chat.held(), 0);
    QCOMPARE(chat.session.conversation().turns.last().text, u"The "_s);
    QCOMPARE(chat.session.conversation().turns.last().ending, Turn::Ending::Stopped);
}

void TestChatSession::stopWhileWaitingLeavesThePromptUnanswered()
{
    Chat chat;
    chat.session.send(u"Hello"_s);
    QTRY_COMPARE(chat.held(), 1);
    chat.session.stop();
    QTRY_COMPARE(chat.held(), 0);
    QVERIFY(chat.session.conversation().isUnanswered());
    QCOMPARE(chat.session.state(), State::Idle);
}

void TestChatSession::regenerateSendsTheSameMessages()
{
    Chat chat;
    chat.session.setSystemPrompt(u"Be brief."_s);
    chat.session.send(u"Hello"_s);
    QTRY_COMPARE(chat.held(), 1);
    chat.finish(chatPiece(u"one"_s) + chatEnd(u"stop"_s, 1, 1));
    QTRY_COMPARE(chat.session.state(), State::Idle);
    const QJsonObject first = chat.server.lastBody(chatRoute);

    chat.session.regenerate();

    QTRY_COMPARE(chat.asked(), 2);
    QCOMPARE(chat.server.lastBody(chatRoute), first);
    QCOMPARE(chat.sent(), QStringList({u"system: Be brief."_s, u"user: Hello"_s}));
    QTRY_COMPARE(chat.held(), 1);
    chat.finish(chatPiece(u"two"_s) + chatEnd(u"stop"_s, 1, 1));
    QTRY_COMPARE(chat.session.state(), State::Idle);
    QCOMPARE(chat.session.conversation().turns.size(), 2);
    QCOMPARE(chat.session.conversation().turns.last().text, u"two"_s);
}

void TestChatSession::regenerateKeepsTheAnswerWhenNoOtherComes()
{
    Chat chat;
    Conversation before = Conversation::create();
    before.model = u"tiny"_s;
    before.turns = {{Turn::Role::User, u"one"_s}, {Turn::Role::Assistant, u"1"_s, u"tiny"_s}};
    chat.session.open(before);

    chat.session.regenerate();
    QTRY_COMPARE(chat.held(), 1);
    QVERIFY(chat.session.conversation().isUnanswered());
    chat.server.api().drop(chatRoute);
    QTRY_COMPARE(chat.session.state(), State::Failed);
    QCOMPARE(chat.session.conversation().turns, before.turns);

    chat.session.regenerate();
    QTRY_COMPARE(chat.held(), 1);
    chat.session.stop();
    QCOMPARE(chat.session.conversation().turns, before.turns);
    QTRY_COMPARE(chat.held(), 0);

    chat.session.regenerate();
    QTRY_COMPARE(chat.held(), 1);
    chat.push(chatPiece(u"tw"_s));
    QTRY_COMPARE(chat.session.state(), State::Streaming);
    chat.session.stop();
    QCOMPARE(chat.session.conversation().turns.size(), 2);
    QCOMPARE(chat.session.conversation().turns.last().text, u"tw"_s);
}

void TestChatSession::resendDropsWhatFollowed()
{
    Chat chat;
    Conversation before = Conversation::create();
    before.model = u"tiny"_s;
    before.turns = {{Turn::Role::User, u"one"_s},    {Turn::Role::Assistant, u"1"_s}, {Turn::Role::User, u"two"_s},
                    {Turn::Role::Assistant, u"2"_s}, {Turn::Role::User, u"three"_s},  {Turn::Role::Assistant, u"3"_s}};
    chat.session.open(before);
    QSignalSpy dropped(&chat.session, &ChatSession::turnsDropped);

    chat.session.resend(1, u"not a prompt"_s);
    QCOMPARE(dropped.size(), 0);
    chat.session.resend(2, u"deux"_s);

    QTRY_COMPARE(chat.asked(), 1);
    QCOMPARE(chat.sent(), QStringList({u"user: one"_s, u"assistant: 1"_s, u"user: deux"_s}));
    QCOMPARE(chat.session.conversation().turns.size(), 3);
    QCOMPARE(dropped.first().first().toLongLong(), 2);
}

void TestChatSession::failsWithTheServersWordsAndTriesAgain()
{
    Chat chat;
    chat.server.api().answer(
        chatRoute,
        R"({"error":{"message":"the queue is full","type":"server_error","code":"queue_full","hint":"try again in 5 s"}})",
        429);
    chat.session.send(u"Hello"_s);
    QTRY_COMPARE(chat.session.state(), State::Failed);
    QCOMPARE(chat.session.error().message, u"the queue is full"_s);
    QVERIFY(chat.session.conversation().isUnanswered());

    chat.server.api().hold(chatRoute, {}, "text/event-stream");
    chat.session.regenerate();

    QCOMPARE(chat.session.state(), State::Waiting);
    QTRY_COMPARE(chat.held(), 1);
    QCOMPARE(chat.sent(), QStringList(u"user: Hello"_s));
}

void TestChatSession::keepsHalfAnAnswerThatBrokeOff()
{
    Chat chat;
    chat.session.send(u"Hello"_s);
    QTRY_COMPARE(chat.held(), 1);
    chat.push(chatPiece(u"The "_s));
    QTRY_COMPARE(chat.session.state(), State::Streaming);
    chat.server.api().drop(chatRoute);
    QTRY_COMPARE(chat.session.state(), State::Failed);
    QCOMPARE(chat.session.conversation().turns.last().ending, Turn::Ending::Broken);
    QCOMPARE(chat.session.conversation().turns.last().text, u"The "_s);
    QVERIFY(!chat.session.error().message.isEmpty());
}

void TestChatSession::failsWhenTheWindowTurnsToAnotherServer()
{
    Chat chat;
    ScriptedServer other;
    chat.session.send(u"Hello"_s);
    QTRY_COMPARE(chat.held(), 1);
    chat.connection.connectTo(other.entry());
    QCOMPARE(chat.session.state(), State::Failed);
    QTRY_COMPARE(chat.held(), 0);
    QVERIFY(chat.session.error().message.contains(u"another server"_s));
}

void TestChatSession::aDeletedSessionEndsTheGeneration()
{
    Chat chat;
    auto session = std::make_unique<ChatSession>(chat.connection, chat.clock);
    session->setModel(u"tiny"_s);
    session->send(u"Hello"_s);
    QTRY_COMPARE(chat.held(), 1);
    session.reset();
    QTRY_COMPARE(chat.held(), 0);
}

void TestChatSession::sendsNothingWhileAnAnswerIsUnderWay()
{
    Chat chat;
    chat.session.send(u"  \n"_s);
    QCOMPARE(chat.session.state(), State::Idle);
    chat.session.send(u"Hello"_s);
    chat.session.send(u"again"_s);
    chat.session.regenerate();
    chat.session.resend(0, u"again"_s);
    QTRY_COMPARE(chat.held(), 1);
    QCOMPARE(chat.session.conversation().turns.size(), 1);
    QCOMPARE(chat.asked(), 1);
}

QTEST_MAIN(TestChatSession)
#include "test_chat_session.moc"
