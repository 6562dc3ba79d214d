#include "client/hub_listing.h"
#include "client/hub_reference.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

/// What a client makes of the API's answers about the Hub, and of what people type.
class TestClientHub : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAListing();
    void readsWhatIsNotKnown();
    void readsAPageOfASearch();
    void readsACard();
    void asksForWhatIsLookedFor();
    void knowsAReferenceFromWords_data();
    void knowsAReferenceFromWords();
};

void TestClientHub::readsAListing()
{
    const QJsonObject json{
        {u"model"_s, u"o/n"_s},
        {u"revision"_s, u"v1"_s},
        {u"commit"_s, u"abc"_s},
        {u"page"_s, u"https://hub/o/n"_s},
        {u"gated"_s, u"manual"_s},
        {u"access_page"_s, u"https://hub/o/n"_s},
        {u"parameters"_s, 1'000},
        {u"memory_limit"_s, qint64(8'000'000'000)},
        {u"recommended"_s, u"a.gguf"_s},
        {u"reason"_s, u"the only model"_s},
        {u"files"_s,
         QJsonArray{QJsonObject{{u"filename"_s, u"a-00001-of-00002.gguf"_s},
                                {u"kind"_s, u"model"_s},
                                {u"size"_s, 12},
                                {u"quantization"_s, u"Q4_K_M"_s},
                                {u"bits_per_weight"_s, 4.85},
                                {u"shards"_s, QJsonArray{u"1"_s, u"2"_s}},
                                {u"complete"_s, false},
                                {u"sha256"_s, u"ff"_s},
                                {u"needed_memory"_s, 300'000'013},
                                {u"fits"_s, true},
                                {u"recommended"_s, true},
                                {u"installed"_s, QJsonObject{{u"id"_s, u"a"_s}, {u"current"_s, false}}}}}}};

    const RepoOffer listing = RepoOffer::fromJson(json);

    QCOMPARE(listing.repo, u"o/n"_s);
    QCOMPARE(listing.revision, u"v1"_s);
    QCOMPARE(listing.page, u"https://hub/o/n"_s);
    QCOMPARE(listing.accessPage, u"https://hub/o/n"_s);
    QCOMPARE(listing.parameters, 1'000);
    QCOMPARE(listing.memoryLimit, 8'000'000'000);
    QCOMPARE(listing.files.size(), 1);
    const OfferedFile &file = listing.files.first();
    QVERIFY(file.isModel());
    QCOMPARE(file.shards, 2);
    QVERIFY(!file.isComplete);
    QCOMPARE(file.sha256, u"ff"_s);
    QCOMPARE(file.neededMemory, 300'000'013);
    QVERIFY(file.fits && file.recommended);
    QCOMPARE(file.installedAs, u"a"_s);
    QCOMPARE(file.installedIsCurrent, std::optional(false));
}

void TestClientHub::readsWhatIsNotKnown()
{
    const QJsonObject json{{u"access_page"_s, QJsonValue()},
                           {u"parameters"_s, QJsonValue()},
                           {u"files"_s,
                            QJsonArray{QJsonObject{{u"quantization"_s, QJsonValue()},
                                                   {u"bits_per_weight"_s, QJsonValue()},
                                                   {u"installed"_s, QJsonValue()}}}}};

    const RepoOffer listing = RepoOffer::fromJson(json);

    QVERIFY(listing.accessPage.isEmpty());
    QCOMPARE(listing.parameters, 0);
    QVERIFY(listing.files.first().isComplete);
    QVERIFY(listing.files.first().installedAs.isEmpty());
    QVERIFY(!listing.files.first().installedIsCurrent);
}

void TestClientHub::readsAPageOfASearch()
{
    const QJsonObject row{{u"model"_s, u"o/n"_s},
                          {u"downloads"_s, 7},
                          {u"likes"_s, 3},
                          {u"last_modified"_s, u"2026-03-01T00:00:00.000Z"_s},
                          {u"gated"_s, u"auto"_s},
                          {u"parameters"_s, 1'000'000},
                          {u"architecture"_s, u"llama"_s},
                          {u"context_length"_s, 8192},
                          {u"needed_memory"_s, 300'700'000},
                          {u"fits"_s, false},
                          {u"installed"_s, QJsonArray{u"n"_s}}};

    const SearchPage page = SearchPage::fromJson({{u"models"_s, QJsonArray{row, QJsonObject{{u"fits"_s, {}}}}},
                                                  {u"next_cursor"_s, u"abc"_s},
                                                  {u"memory_limit"_s, 5'000}});

    QCOMPARE(page.nextCursor, u"abc"_s);
    QCOMPARE(page.memoryLimit, 5'000);
    const FoundRepo &repo = page.repos.first();
    QVERIFY(repo.gated);
    QCOMPARE(repo.contextLength, 8192);
    QCOMPARE(repo.neededMemory, 300'700'000);
    QCOMPARE(repo.fits, std::optional(false));
    QCOMPARE(repo.installed, QStringList{u"n"_s});
    QCOMPARE(repo.lastModified.toString(Qt::ISODate), u"2026-03-01T00:00:00Z"_s);
    QVERIFY(!page.repos.last().fits);
}

void TestClientHub::readsACard()
{
    const ModelCard card = ModelCard::fromJson({{u"model"_s, u"o/n"_s},
                                                {u"license"_s, u"apache-2.0"_s},
                                                {u"license_link"_s, u"https://l"_s},
                                                {u"tags"_s, QJsonArray{u"gguf"_s}},
                                                {u"text"_s, u"Words."_s}});
    const ModelCard silent = ModelCard::fromJson({{u"license"_s, QJsonValue()}, {u"text"_s, u""_s}});

    QCOMPARE(card.repo, u"o/n"_s);
    QCOMPARE(card.license, u"apache-2.0"_s);
    QCOMPARE(card.licenseLink, u"https://l"_s);
    QCOMPARE(card.tags, QStringList{u"gguf"_s});
    QCOMPARE(card.text, u"Words."_s);
    QVERIFY(silent.license.isEmpty());
    QCOMPARE(modelCardCall(u"o/n"_s, u"v1"_s, {}).query.toString(), u"model=o%2Fn&revision=v1"_s);
}

void TestClientHub::asksForWhatIsLookedFor()
{
    const ApiCall call =
        searchCall({.words = u"c++ & more"_s, .author = u"me"_s, .sort = u"likes"_s, .limit = 5, .fits = true}, {});

    QCOMPARE(call.path, u"/v1/api/search"_s);
    QCOMPARE(call.query.toString(QUrl::FullyEncoded),
             u"q=c%2B%2B%20%26%20more&author=me&sort=likes&limit=5&fits=true"_s);
}

void TestClientHub::knowsAReferenceFromWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("reference"); // model, repo, quantization, filename, revision; none: words
    const auto row = [](const char *text, const QStringList &reference) {
        QTest::newRow(text) << QString::fromUtf8(text) << reference;
    };
    row("llama 3.2", {});
    row("", {});
    row("llama", {});
    row("a/b/c", {});
    row("owner/two words", {});
    row("https://huggingface.co/", {});
    row("https://huggingface.co/models", {});
    row("owner/name", {u"owner/name"_s, u"owner/name"_s, {}, {}, {}});
    row(" owner/name:Q4_K_M ", {u"owner/name"_s, u"owner/name"_s, u"Q4_K_M"_s, {}, {}});
    row("hf.co/owner/name:Q8_0", {u"owner/name"_s, u"owner/name"_s, u"Q8_0"_s, {}, {}});
    row("https://huggingface.co/o/n", {u"https://huggingface.co/o/n"_s, u"o/n"_s, {}, {}, {}});
    row("http://evil.example/o/n", {u"http://evil.example/o/n"_s, u"o/n"_s, {}, {}, {}});
    row("https://huggingface.co/o/n/tree/v2", {u"https://huggingface.co/o/n/tree/v2"_s, u"o/n"_s, {}, {}, u"v2"_s});
    row("https://huggingface.co/o/n/blob/main/d/a%2Db.gguf?x=1",
        {u"https://huggingface.co/o/n/blob/main/d/a%2Db.gguf?x=1"_s, u"o/n"_s, {}, u"d/a-b.gguf"_s, u"main"_s});
}

void TestClientHub::knowsAReferenceFromWords()
{
    QFETCH(QString, text);
    QFETCH(QStringList, reference);

    const auto parsed = HubReference::parse(text);

    QCOMPARE(parsed.has_value(), !reference.isEmpty());
    if (parsed) {
        QCOMPARE((QStringList{parsed->model, parsed->repo, parsed->quantization, parsed->filename, parsed->revision}),
                 reference);
    }
}

QTEST_GUILESS_MAIN(TestClientHub)
#include "test_client_hub.moc"
