#include "fake_clock.h"
#include "fake_hub.h"
#include "hub/hub_browser.h"
#include "hub/hub_client.h"

#include <QNetworkAccessManager>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// How the Hub is asked by who looks around: seldom, and with a person's patience.
class TestHubBrowser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void asksWhetherAnOldAnswerStillHolds();
    void seesWhatHasChangedAfterAWhile();
    void followsAllPagesOfALongListing();
    void describesARepoByItsReadme();
    void readsTheStartOfAReadmeOnly();
    void aRepoWithoutAReadmeSaysNothing();
    void tellsWhenAReadmeCouldNotBeHad();
    void waitsAsLongAsTheHubAsks();
    void givesUpOnASilentHub();
    void asksNothingWhenOffline();

private:
    HubConfig config() const { return {QUrl(m_hub->url()), {}, "test", {}}; }
    /// Waits for \a answer, which comes over the network and by the clock.
    template <class T>
    Result<T> await(const std::optional<Result<T>> &answer);
    /// Lists the repo and waits for it.
    Result<Browsed<RepoListing>> list(HubBrowser &browser);
    Result<Browsed<DescribedRepo>> describe(HubBrowser &browser);

    const RepoId m_repo = *RepoId::parse(u"org/tiny-GGUF"_s);
    QNetworkAccessManager m_network;
    FakeClock m_clock;
    std::unique_ptr<FakeHub> m_hub;
};

void TestHubBrowser::init()
{
    m_hub = std::make_unique<FakeHub>();
    m_hub->addFile(m_repo.toString(), u"tiny.gguf"_s, "GGUF");
}

template <class T>
Result<T> TestHubBrowser::await(const std::optional<Result<T>> &answer)
{
    // The network keeps real time, which this clock follows in its steps.
    const bool came = QTest::qWaitFor(
        [this, &answer] {
            m_clock.advance(10ms);
            return answer.has_value();
        },
        30'000);
    return came ? *answer : fail(ErrorKind::Internal, u"nothing came"_s);
}

Result<Browsed<RepoListing>> TestHubBrowser::list(HubBrowser &browser)
{
    std::optional<Result<Browsed<RepoListing>>> answer;
    browser.list(m_repo, Revision::main(), {}, this, [&](const auto &listing) { answer = listing; });
    return await(answer);
}

Result<Browsed<DescribedRepo>> TestHubBrowser::describe(HubBrowser &browser)
{
    std::optional<Result<Browsed<DescribedRepo>>> answer;
    browser.describe(m_repo, Revision::main(), {}, this, [&](const auto &described) { answer = described; });
    return await(answer);
}

void TestHubBrowser::asksWhetherAnOldAnswerStillHolds()
{
    HubBrowser browser(m_network, m_clock, config());
    QVERIFY(list(browser));
    const auto asked = m_hub->requests().size();
    QVERIFY(list(browser));
    QCOMPARE(m_hub->requests().size(), asked);
    m_clock.advance(61s);

    const auto again = list(browser);

    QVERIFY(again);
    QCOMPARE(again->value.files.size(), 1);
    const auto requests = m_hub->requests();
    QCOMPARE(requests.size(), asked + 2); // about the repo, and about its files
    QCOMPARE(requests[asked].status, 304);
    QCOMPARE(requests[asked + 1].status, 304);
    QVERIFY(list(browser)); // young again
    QCOMPARE(m_hub->requests().size(), asked + 2);
}

void TestHubBrowser::seesWhatHasChangedAfterAWhile()
{
    HubBrowser browser(m_network, m_clock, config());
    QCOMPARE(list(browser)->value.files.size(), 1);
    m_hub->addFile(m_repo.toString(), u"second.gguf"_s, "GGUF");
    QCOMPARE(list(browser)->value.files.size(), 1);
    m_clock.advance(61s);
    const auto listing = list(browser);
    QCOMPARE(listing->value.files.size(), 2);
    QCOMPARE(listing->value.facts.commit, m_hub->commitOf(m_repo.toString()));
}

void TestHubBrowser::followsAllPagesOfALongListing()
{
    for (int i = 0; i < 12; ++i)
        m_hub->addFile(m_repo.toString(), u"%1.gguf"_s.arg(i), "GGUF");
    m_hub->setPageSize(5);
    HubBrowser browser(m_network, m_clock, config());
    QCOMPARE(list(browser)->value.files.size(), 13);
}

void TestHubBrowser::describesARepoByItsReadme()
{
    m_hub->setFacts(m_repo.toString(), {.license = "of-the-hub"});
    m_hub->addGitFile(m_repo.toString(), u"README.md"_s, "---\nlicense: mit\n---\n# Hello");
    HubBrowser browser(m_network, m_clock, config());

    const auto described = describe(browser);

    QVERIFY(described);
    QCOMPARE(described->value.facts.repo.toString(), m_repo.toString());
    QCOMPARE(described->value.card.license, u"mit"_s); // its own word is the better one
    QCOMPARE(described->value.card.text, u"Hello"_s);
    const auto asked = m_hub->requests().size();
    QVERIFY(describe(browser));
    QCOMPARE(m_hub->requests().size(), asked);
}

void TestHubBrowser::readsTheStartOfAReadmeOnly()
{
    // More than is read of any answer: reading on would be an error.
    m_hub->addGitFile(m_repo.toString(), u"README.md"_s,
                      QByteArray("start\n\n" + QByteArray(64 << 10, ' ') + "\nbehind" + QByteArray(17 << 20, 'x')));
    HubBrowser browser(m_network, m_clock, config());

    const auto described = describe(browser);

    QVERIFY2(described, qPrintable(described ? QString() : described.error().message));
    QCOMPARE(described->value.card.text, u"start"_s);
}

void TestHubBrowser::aRepoWithoutAReadmeSaysNothing()
{
    m_hub->setFacts(m_repo.toString(), {.license = "of-the-hub"});
    HubBrowser browser(m_network, m_clock, config());

    const auto described = describe(browser);

    QVERIFY(described);
    QCOMPARE(described->value.card.license, u"of-the-hub"_s);
    QCOMPARE(described->value.card.text, QString());
}

void TestHubBrowser::tellsWhenAReadmeCouldNotBeHad()
{
    m_hub->addGitFile(m_repo.toString(), u"README.md"_s, "text");
    m_hub->inject({.kind = HubFault::Kind::Status, .path = "README.md", .onCdn = false, .times = -1, .status = 500});
    HubBrowser browser(m_network, m_clock, config());

    const auto described = describe(browser);

    QVERIFY(!described); // an empty card would be a lie
    QCOMPARE(described.error().kind, ErrorKind::HubFailed);
}

void TestHubBrowser::waitsAsLongAsTheHubAsks()
{
    m_hub->inject({.kind = HubFault::Kind::Status,
                   .path = "/revision/",
                   .onCdn = false,
                   .status = 429,
                   .headers = {{"Retry-After", "3"}}});
    HubBrowser browser(m_network, m_clock, config());
    const auto before = m_clock.now();

    const auto listing = list(browser);

    QVERIFY(listing);
    QCOMPARE(listing->waited, 3'000ms);
    QVERIFY(m_clock.now() - before >= 3s);
}

void TestHubBrowser::givesUpOnASilentHub()
{
    m_hub->inject({.kind = HubFault::Kind::NoHeaders, .path = "/resolve/", .onCdn = false, .times = -1});
    const HubClient client(m_network, m_clock, config(), HubPatience{1s, 2, 300ms});
    std::optional<Error> error;

    client.resolve(m_repo, Revision::main(), *RepoPath::parse(u"tiny.gguf"_s), {}, this,
                   [&error](const Result<RemoteFile> &file) { error = file.error(); });

    QTRY_VERIFY_WITH_TIMEOUT((m_clock.advance(100ms), error.has_value()), 20'000);
    QCOMPARE(error->kind, ErrorKind::TimedOut);
    QVERIFY(!error->hint.isEmpty());
    QCOMPARE(m_hub->requests().size(), 2);
}

void TestHubBrowser::asksNothingWhenOffline()
{
    HubConfig offline = config();
    offline.offline = true;
    HubBrowser browser(m_network, m_clock, offline);
    const auto listing = list(browser);
    QVERIFY(!listing);
    QCOMPARE(listing.error().kind, ErrorKind::HubOffline);
    QVERIFY(m_hub->requests().isEmpty());
}

QTEST_GUILESS_MAIN(TestHubBrowser)
#include "test_hub_browser.moc"
