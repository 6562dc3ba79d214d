#include "fake_shimmy_program.h"
#include "gguf_writer.h"
#include "pull_fixture.h"
#include "tiny_gguf.h"

#include <QCryptographicHash>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

/// A file of \a architecture with 64 × 10 + 32 weights.
QByteArray ggufOf(const QByteArray &architecture, const QByteArray &chatTemplate = {})
{
    GgufWriter writer;
    writer.addText("general.architecture", architecture);
    writer.addText("general.name", "Facts");
    writer.addText("general.size_label", "672");
    writer.addNumber(architecture + ".context_length", 4096);
    writer.addNumber(architecture + ".block_count", 7);
    if (!chatTemplate.isEmpty())
        writer.addText("tokenizer.chat_template", chatTemplate);
    writer.addTensor("a.weight", {64, 10}, QByteArray(64 * 10 * 4, '\0'));
    writer.addTensor("b.weight", {32}, QByteArray(32 * 4, '\0'));
    return writer.bytes();
}

} // namespace

/// What the header of a file on the Hub tells before anybody pulls it, who the token belongs to, and what is said when
/// the Hub is not to be asked.
class TestHubFacts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheHeaderOfAFileThatIsNotHere();
    void fetchesNoMoreThanTheStart();
    void goesOnWhereAHeaderIsLong();
    void saysWhyShimmyCannotLoadIt_data();
    void saysWhyShimmyCannotLoadIt();
    void readsASplitModelAsOne();
    void saysHowLongTheHubHadItWait();
    void saysWhoseTokenItIs();
    void saysAtOnceThatItIsOffline();

private:
    QJsonObject facts(const QString &repo, const QString &file) const
    {
        return httpGet(m_fixture.port(),
                       QString(u"/v1/api/files/facts?model=%1&filename=%2"_s).arg(repo, file).toUtf8())
            .json();
    }

    FakeShimmyProgram m_shimmy;
    PullFixture m_fixture{{}, {}, m_shimmy.path()};
};

void TestHubFacts::readsTheHeaderOfAFileThatIsNotHere()
{
    const QByteArray bytes = ggufOf("llama", "{% for m in messages %}<|im_start|>{{ m.role }}<|im_end|>{% endfor %}");
    const QString repo = u"facts/small-GGUF"_s;
    m_fixture.hub.addFile(repo, u"small.Q8_0.gguf"_s, bytes);

    const QJsonObject answer = facts(repo, u"small.Q8_0.gguf"_s);

    const QJsonObject expected{{u"architecture"_s, u"llama"_s}, {u"name"_s, u"Facts"_s},
                               {u"size_label"_s, u"672"_s},     {u"context_length"_s, 4096},
                               {u"block_count"_s, 7},           {u"parameters"_s, 672},
                               {u"chat_template"_s, true},      {u"chat_template_known"_s, true}};
    QCOMPARE(answer.value("gguf"_L1).toObject(), expected);
    QCOMPARE(answer.value("size"_L1).toInteger(), bytes.size());
    QCOMPARE(answer.value("sha256"_L1).toString().toLatin1(),
             QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    QCOMPARE(answer.value("commit"_L1).toString(), m_fixture.hub.commitOf(repo));
    QCOMPARE(answer.value("quantization"_L1).toString(), u"Q8_0"_s);
    QCOMPARE(answer.value("loadable"_L1), QJsonValue(true));
    QVERIFY(answer.value("why_not"_L1).isNull());
    QVERIFY(!m_fixture.hub.cdnSawToken());
    QVERIFY(m_fixture.modelFiles().isEmpty());
}

void TestHubFacts::fetchesNoMoreThanTheStart()
{
    const QString repo = u"facts/large-GGUF"_s;
    m_fixture.hub.addFile(repo, u"large.gguf"_s, tinyGgufBytes({.minimumBytes = 20 << 20}));
    const qint64 before = m_fixture.hub.cdnBytes();

    const QJsonObject answer = facts(repo, u"large.gguf"_s);

    QCOMPARE(answer.value("gguf"_L1)["context_length"_L1].toInt(), 8192);
    QCOMPARE(m_fixture.hub.cdnBytes() - before, 1 << 20);
}

void TestHubFacts::goesOnWhereAHeaderIsLong()
{
    GgufWriter writer;
    writer.addText("general.architecture", "qwen3");
    writer.addText("padding", QByteArray(3 << 20, 'x'));
    writer.addNumber("qwen3.context_length", 40'960);
    writer.addTensor("a.weight", {32}, QByteArray(32 * 4, '\0'));
    m_fixture.hub.addFile(u"facts/long-GGUF"_s, u"long.gguf"_s, writer.bytes());

    const QJsonObject answer = facts(u"facts/long-GGUF"_s, u"long.gguf"_s);

    QCOMPARE(answer.value("gguf"_L1)["context_length"_L1].toInt(), 40'960);
    QCOMPARE(answer.value("gguf"_L1)["parameters"_L1].toInt(), 32);
}

void TestHubFacts::saysWhyShimmyCannotLoadIt_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("why");
    QTest::addColumn<bool>("hasHeader");
    QTest::newRow("unknown architecture") << ggufOf("unheardof") << u"unheardof"_s << true;
    QTest::newRow("projector") << ggufOf("clip") << u"projector"_s << true;
    QTest::newRow("encoder") << ggufOf("nomic-bert") << u"encoder"_s << true;
    QTest::newRow("web page") << QByteArray("<!DOCTYPE html><html></html>") << u"not GGUF"_s << false;
    QTest::newRow("truncated") << damagedGgufBytes(DamagedGguf::Truncated) << u"truncated"_s << false;
    QTest::newRow("other byte order") << damagedGgufBytes(DamagedGguf::BigEndian) << u"byte order"_s << false;
    QTest::newRow("hostile") << damagedGgufBytes(DamagedGguf::AbsurdTensorCount) << u"tensors"_s << false;
}

void TestHubFacts::saysWhyShimmyCannotLoadIt()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, why);
    QFETCH(bool, hasHeader);
    m_fixture.hub.addFile(u"facts/bad-GGUF"_s, u"bad.gguf"_s, bytes);

    const QJsonObject answer = facts(u"facts/bad-GGUF"_s, u"bad.gguf"_s);

    QCOMPARE(answer.value("loadable"_L1), QJsonValue(false));
    QVERIFY2(answer.value("why_not"_L1).toString().contains(why), qPrintable(answer.value("why_not"_L1).toString()));
    QCOMPARE(answer.value("gguf"_L1).isObject(), hasHeader);
}

void TestHubFacts::readsASplitModelAsOne()
{
    const QList<QByteArray> shards = tinyGgufShards({5, 7});
    const QString repo = u"facts/split-GGUF"_s;
    m_fixture.hub.addFile(repo, u"split-00001-of-00002.gguf"_s, shards[0]);
    m_fixture.hub.addFile(repo, u"split-00002-of-00002.gguf"_s, shards[1]);
    m_fixture.hub.addFile(repo, u"whole.gguf"_s, tinyGgufBytes());

    const QJsonObject split = facts(repo, u"split-00002-of-00002.gguf"_s);
    const QJsonObject whole = facts(repo, u"whole.gguf"_s);

    QCOMPARE(split.value("filename"_L1).toString(), u"split-00001-of-00002.gguf"_s);
    QCOMPARE(split.value("loadable"_L1), QJsonValue(true));
    QVERIFY(whole.value("gguf"_L1)["parameters"_L1].toInteger() > 0);
    QCOMPARE(split.value("gguf"_L1), whole.value("gguf"_L1));
}

void TestHubFacts::saysHowLongTheHubHadItWait()
{
    const QString repo = u"facts/busy-GGUF"_s;
    m_fixture.hub.addFile(repo, u"busy.gguf"_s, ggufOf("llama"));
    for (const bool cdn : {false, true})
        m_fixture.hub.inject({.kind = HubFault::Kind::Status,
                              .path = "busy.gguf",
                              .onCdn = cdn,
                              .status = 429,
                              .headers = {{"Retry-After", "1"}}});

    const HttpAnswer answer = httpGet(m_fixture.port(), "/v1/api/files/facts?model=facts/busy-GGUF&filename=busy.gguf");

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("x-hub-waited"), "2");
}

void TestHubFacts::saysWhoseTokenItIs()
{
    const auto whoami = [this](const QByteArray &token) {
        QList<std::pair<QByteArray, QByteArray>> fields;
        if (!token.isEmpty())
            fields.emplaceBack("X-HF-Token", token);
        return httpRequest(m_fixture.port(), "GET", "/v1/api/whoami", {}, fields);
    };
    const QJsonObject ours = whoami({}).json();
    QCOMPARE(ours.value("name"_L1).toString(), u"tester"_s);
    QCOMPARE(ours.value("hub"_L1).toString(), m_fixture.hub.url());
    QCOMPARE(ours.value("token"_L1).toObject(),
             (QJsonObject{{u"source"_s, u"HF_TOKEN"_s}, {u"name"_s, u"test"_s}, {u"role"_s, u"read"_s}}));
    const QJsonObject same = whoami(PullFixture::token).json();
    QCOMPARE(same.value("token"_L1)["source"_L1].toString(), u"X-HF-Token"_s);
    const HttpAnswer wrong = whoami("hf_nobodyKnowsThisOne");
    QCOMPARE(wrong.status, 401);
    QVERIFY(!wrong.body.contains("hf_nobodyKnowsThisOne"));

    ServiceProcess::Setup setup;
    setup.shimmy = m_shimmy.path();
    ServiceProcess anonymous(setup);
    const HttpAnswer nobody = httpGet(anonymous.port(), "/v1/api/whoami"); // nor is its Hub there
    QCOMPARE(nobody.status, 200);
    QVERIFY(nobody.json().value("name"_L1).isNull());
    QVERIFY(nobody.json().value("token"_L1).isNull());
}

void TestHubFacts::saysAtOnceThatItIsOffline()
{
    PullFixture offline(PullSetup{.shimmy = m_shimmy.path(), .variables = {{u"HF_HUB_OFFLINE"_s, u"1"_s}}});
    offline.hub.addFile(u"org/tiny-GGUF"_s, u"tiny.gguf"_s, tinyGgufBytes());
    for (const char *path : {"/v1/api/files?model=org/tiny-GGUF", "/v1/api/search?q=tiny", "/v1/api/whoami",
                             "/v1/api/files/facts?model=org/tiny-GGUF&filename=tiny.gguf"}) {
        const HttpAnswer answer = httpGet(offline.port(), path);
        QCOMPARE(answer.status, 503);
        QCOMPARE(answer.json().value("error"_L1)["code"_L1].toString(), u"hub_offline"_s);
    }
    const HttpAnswer pull =
        offline.pull({{u"model"_s, u"org/tiny-GGUF"_s}, {u"filename"_s, u"tiny.gguf"_s}, {u"stream"_s, false}});
    QCOMPARE(pull.status, 503);
    QCOMPARE(pull.json().value("code"_L1).toString(), u"hub_offline"_s);
    const QJsonObject streamed = offline.pullResult({{u"model"_s, u"org/tiny-GGUF"_s}, {u"quantization"_s, u"auto"_s}});
    QCOMPARE(streamed.value("code"_L1).toString(), u"hub_offline"_s);
    QVERIFY(offline.hub.requests().isEmpty());
}

QTEST_GUILESS_MAIN(TestHubFacts)
#include "test_hub_facts.moc"
