#include "base/json.h"
#include "playground/code_export.h"
#include "playground/conversation.h"
#include "playground/figures_text.h"
#include "playground/parameters_panel.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString nasty =
    u"it's \"quoted\" \\ $HOME `id` !! %s\n\ttab\r\nnew line, \u00e4\u00df\u4f60\U0001F600 \u202eevil\u2028 '; rm -rf /"_s;

Conversation example()
{
    Conversation chat = Conversation::create();
    chat.title = u"The sea"_s;
    chat.changedAt = QDateTime(QDate(2026, 11, 25), QTime(12, 0, 0, 500), QTimeZone::utc());
    chat.model = u"tiny"_s;
    chat.systemPrompt = u"Be brief."_s;
    chat.parameters = {64, 0.0, 0.9, {u"END"_s, u"\n\n"_s}};
    chat.turns = {Turn{Turn::Role::User, u"Hello"_s},
                  Turn{Turn::Role::Assistant, u"Hi"_s, u"tiny"_s, Turn::Ending::TokenLimit, {25, 7, 200ms, 500ms}}};
    return chat;
}

ChatOrder nastyOrder()
{
    ChatOrder order;
    order.model = u"o'brien \"x\""_s;
    order.messages = {{u"system"_s, nasty}, {u"user"_s, nasty + nasty}};
    order.maxTokens = 5;
    order.temperature = 0.25;
    order.topP = 1;
    order.stop = {nasty};
    return order;
}

QByteArray outputOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        qWarning().noquote() << process.readAllStandardError();
    return process.readAllStandardOutput();
}

QJsonObject sentBody(const ChatOrder &order)
{
    QJsonObject body = order.toJson();
    body.remove(u"stream"_s);
    body.remove(u"stream_options"_s);
    return body;
}

} // namespace

/// A chat as a value: its file, its requests, and what it looks like as code.
class TestConversation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTheSameAfterItsFile();
    void refusesWhatIsNoChat();
    void asksWithAllThatWasSaidUpToTheLastPrompt();
    void isCalledByItsFirstPromptUntilItIsNamed();
    void takesNoIdThatLeavesTheFolder();
    void countsTheRateFromTheFirstTokenOn();
    void countsTheRateOfTheWholeWhenAllComesAtOnce();
    void saysWhyAnAnswerEnded();
    void curlSendsExactlyTheRequest();
    void pythonSendsExactlyTheRequest();
    void codeHidesNothing();
    void codeTakesTheKeyFromTheEnvironment();
    void codeTrustsWhomTheWindowTrusts();
    void stopSequencesSurviveTheirLines();
};

void TestConversation::isTheSameAfterItsFile()
{
    const Conversation chat = example();

    const QByteArray file = QJsonDocument(chat.toJson()).toJson();
    const auto again = Conversation::fromJson(*parseJsonObject(file, u"it"_s));

    QVERIFY(again.has_value());
    QVERIFY(*again == chat);
}

void TestConversation::refusesWhatIsNoChat()
{
    QJsonObject later = example().toJson();
    later.insert(u"version"_s, 1000);

    QVERIFY(!Conversation::fromJson({{u"turns"_s, QJsonArray()}}).has_value());
    QVERIFY(!Conversation::fromJson({{u"id"_s, u"abc"_s}}).has_value());
    const auto refused = Conversation::fromJson(later);
    QVERIFY(!refused.has_value());
    QVERIFY(refused.error().message.contains(u"later version"_s));
}

void TestConversation::asksWithAllThatWasSaidUpToTheLastPrompt()
{
    Conversation chat = example();
    chat.turns += Turn{Turn::Role::User, u"And now?"_s};

    const ChatOrder order = chat.order();
    QStringList said;
    for (const ChatMessage &message : order.messages)
        said += message.role + u": "_s + message.text;

    QCOMPARE(said, QStringList({u"system: Be brief."_s, u"user: Hello"_s, u"assistant: Hi"_s, u"user: And now?"_s}));
    QCOMPARE(order.maxTokens, std::optional(64));
    QCOMPARE(order.temperature, std::optional(0.0));
    QCOMPARE(order.topP, std::optional(0.9));
    QCOMPARE(order.stop, QStringList({u"END"_s, u"\n\n"_s}));
    chat.turns.removeLast();
    QCOMPARE(chat.order().messages.last().text, u"Hello"_s);
    QCOMPARE(chat.messages().last().text, u"Hi"_s);
}

void TestConversation::isCalledByItsFirstPromptUntilItIsNamed()
{
    Conversation chat = example();
    QCOMPARE(chat.shownTitle(), u"The sea"_s);
    chat.title.clear();
    QCOMPARE(chat.shownTitle(), u"Hello"_s);
    chat.turns[0].text = u"  Two\n lines "_s + QString(500, u'x');
    QVERIFY(chat.shownTitle().startsWith(u"Two lines xxx"_s));
    QVERIFY(chat.shownTitle().endsWith(u'…'));
    QVERIFY(chat.shownTitle().size() <= 80);
}

void TestConversation::takesNoIdThatLeavesTheFolder()
{
    QVERIFY(Conversation::isId(Conversation::create().id));
    for (const QString &id : {u""_s, u"../x"_s, u"a/b"_s, u"a.b"_s, u"a\n"_s, u".."_s})
        QVERIFY2(!Conversation::isId(id), qPrintable(id));
}

void TestConversation::countsTheRateFromTheFirstTokenOn()
{
    const AnswerFigures figures{25, 11, 1000ms, 1500ms};
    QCOMPARE(figures.tokensPerSecond(), std::optional(20.0));
    QVERIFY(!AnswerFigures({25, 1, 1000ms, 1500ms}).tokensPerSecond());
    QVERIFY(!AnswerFigures().tokensPerSecond());
}

void TestConversation::countsTheRateOfTheWholeWhenAllComesAtOnce()
{
    const AnswerFigures figures{25, 10, 2000ms, 2001ms};
    QVERIFY(std::abs(*figures.tokensPerSecond() - 5) < 0.01);
}

void TestConversation::saysWhyAnAnswerEnded()
{
    const Turn turn = example().turns[1];
    const QString text = figuresText(turn);
    for (const QString &part : {u"stopped at the token limit"_s, u"7 token"_s, u"20.0 tokens/s"_s, u"25 token"_s,
                                u"first token after 0.20 s"_s})
        QVERIFY2(text.contains(part), qPrintable(text));
    Turn whole = turn;
    whole.ending = Turn::Ending::Complete;
    QVERIFY(!figuresText(whole).contains(u"stopped"_s));
}

void TestConversation::curlSendsExactlyTheRequest()
{
    const QString command = curlCommand({QUrl(u"http://127.0.0.1:8080"_s)}, nastyOrder());

    // A shell in which curl is a function that tells its words.
    const QByteArray output = outputOf(u"sh"_s, {u"-c"_s, u"curl() { printf '%s\\000' \"$@\"; }\n"_s + command});
    const QList<QByteArray> words = output.split('\0');

    QCOMPARE(words.value(0), "http://127.0.0.1:8080/v1/chat/completions");
    QCOMPARE(words.value(2), "Content-Type: application/json");
    QCOMPARE(words.value(3), "-d");
    QCOMPARE(QJsonDocument::fromJson(words.value(4)).object(), sentBody(nastyOrder()));
}

void TestConversation::pythonSendsExactlyTheRequest()
{
    const QString python = QStandardPaths::findExecutable(u"python3"_s);
    QVERIFY2(!python.isEmpty(), "the build needs python3 as well");
    QTemporaryDir directory;
    const auto write = [&](const QString &name, const QByteArray &text) {
        QFile file(directory.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    write(u"openai.py"_s, R"(import json
class OpenAI:
    def __init__(self, **settings):
        self.chat = self.completions = self
        self.settings = settings
    def create(self, **body):
        print(json.dumps({"settings": self.settings, "body": body}))
        message = type("M", (), {"content": ""})
        return type("A", (), {"choices": [type("C", (), {"message": message})]})
)");
    write(u"chat.py"_s, pythonProgram({QUrl(u"http://127.0.0.1:8080/"_s)}, nastyOrder()).toUtf8());

    const QJsonObject told =
        QJsonDocument::fromJson(outputOf(python, {directory.filePath(u"chat.py"_s)}).split('\n').first()).object();

    QCOMPARE(told.value("body"_L1).toObject(), sentBody(nastyOrder()));
    QCOMPARE(told.value("settings"_L1).toObject().value("base_url"_L1), QJsonValue(u"http://127.0.0.1:8080/v1"_s));
}

void TestConversation::codeHidesNothing()
{
    const QUrl server(u"http://127.0.0.1:8080"_s);
    for (const QString &code :
         {curlCommand({server}, nastyOrder()), pythonProgram({server}, nastyOrder()), requestJson(nastyOrder())}) {
        QVERIFY(!code.contains(QChar(0x202e)));
        QVERIFY(!code.contains(QChar(0x2028)));
        QVERIFY(!code.contains(u'\r'));
    }
}

void TestConversation::codeTakesTheKeyFromTheEnvironment()
{
    const QUrl server(u"https://pod.example"_s);
    QVERIFY(curlCommand({server, true}, nastyOrder()).contains(u"\"Authorization: Bearer $SHIMMYD_API_KEY\""_s));
    QVERIFY(pythonProgram({server, true}, nastyOrder()).contains(u"api_key=os.environ[\"SHIMMYD_API_KEY\"]"_s));
    QVERIFY(!curlCommand({server}, nastyOrder()).contains(u"Authorization"_s));
}

void TestConversation::codeTrustsWhomTheWindowTrusts()
{
    const CodeTarget target{QUrl(u"https://pod.example"_s), false, u"/a 'b/ca.pem"_s};
    QVERIFY(curlCommand(target, nastyOrder()).contains(u" --cacert '/a '\\''b/ca.pem'"_s));
    QVERIFY(pythonProgram(target, nastyOrder()).startsWith(u"# Start with SSL_CERT_FILE='/a '\\''b/ca.pem'\n"_s));
}

void TestConversation::stopSequencesSurviveTheirLines()
{
    const QStringList stop{u"END"_s, u"\n\n"_s, u"a\\nb"_s, u"\t"_s};
    QCOMPARE(stopFromText(stopText(stop)), stop);
    QCOMPARE(stopFromText(u"END\n\n\\n"_s), QStringList({u"END"_s, u"\n"_s}));
}

QTEST_MAIN(TestConversation)
#include "test_conversation.moc"
