#include "fake_shimmy_program.h"
#include "pull_fixture.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace {

QStringList modelsOf(const HttpAnswer &answer)
{
    QStringList names;
    for (const auto row : answer.json().value("models"_L1).toArray())
        names += row["model"_L1].toString();
    return names;
}

} // namespace

/// Searching the Hub through shimmyd.
class TestHubSearch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void searchesPageByPage();
    void sortsAsTheHubDoes();
    void leavesOutWhatDoesNotFit();
    void aCursorLeadsNowhereElse();

private:
    FakeShimmyProgram m_shimmy;
    PullFixture m_fixture{{}, {}, m_shimmy.path()};
    HttpAnswer get(const QByteArray &path) const { return httpGet(m_fixture.port(), path); }
};

void TestHubSearch::searchesPageByPage()
{
    for (int i = 0; i < 5; ++i)
        m_fixture.hub.addFile(u"pages/model-%1-GGUF"_s.arg(i), u"m.gguf"_s, "GGUF");
    m_fixture.hub.addFile(u"pages/model-onnx"_s, u"m.onnx"_s, "x");
    QByteArray path = "/v1/api/search?q=model&author=pages&limit=2";
    QStringList found;
    int pages = 0;

    for (QString cursor; pages == 0 || !cursor.isEmpty(); ++pages) {
        const HttpAnswer page = get(cursor.isEmpty() ? path : path + "&cursor=" + cursor.toLatin1());
        QCOMPARE(page.status, 200);
        QVERIFY(modelsOf(page).size() <= 2);
        found += modelsOf(page);
        cursor = page.json().value("next_cursor"_L1).toString();
    }

    QCOMPARE(pages, 3);
    found.sort();
    QCOMPARE(found.size(), 5);
    QCOMPARE(found.first(), u"pages/model-0-GGUF"_s);
    QCOMPARE(found.last(), u"pages/model-4-GGUF"_s);
}

void TestHubSearch::sortsAsTheHubDoes()
{
    m_fixture.hub.addFile(u"sort/a-GGUF"_s, u"m.gguf"_s, "GGUF");
    m_fixture.hub.addFile(u"sort/b-GGUF"_s, u"m.gguf"_s, "GGUF");
    m_fixture.hub.setFacts(u"sort/a-GGUF"_s, {.downloads = 1, .likes = 9, .lastModified = "2026-03-01T00:00:00.000Z"});
    m_fixture.hub.setFacts(u"sort/b-GGUF"_s, {.downloads = 5, .likes = 2, .lastModified = "2026-02-01T00:00:00.000Z"});
    const QStringList aFirst{u"sort/a-GGUF"_s, u"sort/b-GGUF"_s};
    const QStringList bFirst{u"sort/b-GGUF"_s, u"sort/a-GGUF"_s};

    const HttpAnswer byDefault = get("/v1/api/search?author=sort");

    QCOMPARE(modelsOf(byDefault), bFirst);
    QCOMPARE(modelsOf(get("/v1/api/search?author=sort&sort=likes")), aFirst);
    QCOMPARE(modelsOf(get("/v1/api/search?author=sort&sort=lastModified")), aFirst);
    const QJsonObject row = byDefault.json().value("models"_L1).toArray().first().toObject();
    QCOMPARE(row.value("downloads"_L1).toInt(), 5);
    QCOMPARE(row.value("likes"_L1).toInt(), 2);
    QCOMPARE(row.value("last_modified"_L1).toString(), u"2026-02-01T00:00:00.000Z"_s);
    QCOMPARE(row.value("author"_L1).toString(), u"sort"_s);
    QCOMPARE(row.value("architecture"_L1).toString(), u"llama"_s);
}

void TestHubSearch::leavesOutWhatDoesNotFit()
{
    m_fixture.hub.addFile(u"fits/small-GGUF"_s, u"m.gguf"_s, "GGUF");
    m_fixture.hub.addFile(u"fits/huge-GGUF"_s, u"m.gguf"_s, "GGUF");
    m_fixture.hub.setFacts(u"fits/small-GGUF"_s, {.parameters = 1'000'000});
    m_fixture.hub.setFacts(u"fits/huge-GGUF"_s, {.parameters = 9'000'000'000'000});

    const HttpAnswer all = get("/v1/api/search?author=fits&sort=likes");

    QCOMPARE(modelsOf(all).size(), 2);
    QCOMPARE(modelsOf(get("/v1/api/search?author=fits&fits=true")), QStringList{u"fits/small-GGUF"_s});
    const QJsonArray rows = all.json().value("models"_L1).toArray();
    QCOMPARE(rows[0]["fits"_L1], QJsonValue(false)); // huge, by name among equals
    QCOMPARE(rows[1]["fits"_L1], QJsonValue(true));
    QCOMPARE(rows[1]["estimated_size"_L1].toInteger(), 612'500); // 4.9 bits a weight
}

void TestHubSearch::aCursorLeadsNowhereElse()
{
    const auto before = m_fixture.hub.requests().size();
    for (const QByteArray &inner :
         {QByteArray("http://127.0.0.1:9/x"), QByteArray("1&search=other#"), QByteArray("../x")}) {
        const QByteArray cursor = inner.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        QCOMPARE(get("/v1/api/search?author=nobody&cursor=" + cursor).status, 200);
    }
    const auto requests = m_fixture.hub.requests();
    QCOMPARE(requests.size(), before + 3);
    for (auto i = before; i < requests.size(); ++i) {
        QVERIFY(requests[i].target.startsWith("/api/models?filter=gguf&"));
        QVERIFY(!requests[i].target.contains("search="));
        QVERIFY(requests[i].target.contains("&cursor="));
    }
}

QTEST_GUILESS_MAIN(TestHubSearch)

#include "test_hub_search.moc"
