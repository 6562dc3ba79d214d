#include "server/checks_model.h"
#include "server/history_model.h"
#include "server/instances_model.h"
#include "server/log_model.h"
#include "server/servers_model.h"
#include "server/snippets.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace {

LogLine line(LogLevel level, const QString &message, const QString &category = u"hub"_s)
{
    return {QDateTime({2026, 11, 25}, {12, 0}, QTimeZone::utc()), level, category, message, {}};
}

QString cell(const QAbstractItemModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

} // namespace

/// The tables of the Server view, without a window.
class TestServerModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void instancesKeepTheirRowsWhileTheirNumberDoesNotChange();
    void historyShowsTheLatestFirst();
    void theLogKeepsTheLastLinesOnly();
    void theLogIsFilteredByLevelAndWords();
    void aCopiedLineCannotForgeAnother();
    void checksSayWhatToDo();
    void theShownServerIsMarked();
    void snippetsNameTheServerAndTheModel();
    void snippetsTakeTheKeyFromTheEnvironment();
    void snippetsQuoteWhatAShellWouldChange();
};

void TestServerModels::instancesKeepTheirRowsWhileTheirNumberDoesNotChange()
{
    InstancesModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    ShimmyInstance instance;
    instance.state = u"ready"_s;
    instance.role = u"current"_s;
    instance.port = 8081;
    instance.models = {u"a"_s, u"b"_s};
    model.setInstances({instance});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(cell(model, 0, InstancesModel::State), u"Ready"_s);
    QCOMPARE(cell(model, 0, InstancesModel::Models), u"a, b"_s);
    QCOMPARE(cell(model, 0, InstancesModel::Instance), u"1"_s);
    QCOMPARE(cell(model, 0, InstancesModel::Memory), QString());
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

    instance.role = u"old"_s;
    instance.state = u"draining"_s;
    instance.residentBytes = 2'000'000'000;
    model.setInstances({instance});

    QCOMPARE(reset.size(), 0);
    QCOMPARE(cell(model, 0, InstancesModel::State), u"Ending after its answers"_s);
    QCOMPARE(cell(model, 0, InstancesModel::Memory), u"2.0 GB"_s);
    model.setInstances({});
    QCOMPARE(reset.size(), 1);
    QCOMPARE(model.rowCount(), 0);
}

void TestServerModels::historyShowsTheLatestFirst()
{
    HistoryModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto at = [](int hour) { return QDateTime({2026, 11, 25}, {hour, 0}, QTimeZone::utc()); };
    ShimmyStatus status;
    status.recentSwitches = {{at(10), 0.44, {}, {}}, {at(12), 30, u"it did not start"_s, u"look at the log"_s}};
    status.recentDeaths = {{at(11), 1, u"signal 9"_s}};

    model.setStatus(status);

    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(cell(model, 0, HistoryModel::Event), u"Fresh instances could not take over"_s);
    QCOMPARE(cell(model, 0, HistoryModel::Details), u"it did not start; look at the log"_s);
    QCOMPARE(cell(model, 1, HistoryModel::Event), u"An instance ended by itself"_s);
    QCOMPARE(cell(model, 1, HistoryModel::Details), u"Instance 2: signal 9"_s);
    QCOMPARE(cell(model, 2, HistoryModel::Event), u"Fresh instances took over"_s);
    QCOMPARE(cell(model, 2, HistoryModel::Details), u"It took 0.4 s"_s);
}

void TestServerModels::theLogKeepsTheLastLinesOnly()
{
    LogModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.add(line(LogLevel::Info, u"first"_s));
    model.add(line(LogLevel::Info, u"second"_s));
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 2, 30'000);
    for (int i = 0; i < LogModel::mostLines - 1; ++i)
        model.add(line(LogLevel::Info, QString::number(i)));
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), LogModel::mostLines, 30'000);
    QCOMPARE(cell(model, 0, LogModel::Message), u"second"_s);

    for (int i = 0; i < LogModel::mostLines + 10; ++i)
        model.add(line(LogLevel::Info, u"n%1"_s.arg(i)));
    QTRY_COMPARE_WITH_TIMEOUT(cell(model, model.rowCount() - 1, LogModel::Message),
                              u"n%1"_s.arg(LogModel::mostLines + 9), 30'000);
    QCOMPARE(model.rowCount(), LogModel::mostLines);
    QCOMPARE(cell(model, 0, LogModel::Message), u"n10"_s);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TestServerModels::theLogIsFilteredByLevelAndWords()
{
    LogModel model;
    LogFilter filter;
    const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    filter.setSourceModel(&model);
    model.add(line(LogLevel::Debug, u"a detail"_s));
    model.add(line(LogLevel::Info, u"a pull begins"_s));
    model.add(line(LogLevel::Warning, u"slow"_s, u"download"_s));
    model.add(line(LogLevel::Error, u"The pull fails"_s));
    QTRY_COMPARE_WITH_TIMEOUT(filter.rowCount(), 4, 30'000);

    filter.setLeast(LogLevel::Warning);
    QCOMPARE(filter.rowCount(), 2);
    filter.setWords(u" PULL "_s);
    QCOMPARE(filter.rowCount(), 1);
    QCOMPARE(cell(filter, 0, LogModel::Message), u"The pull fails"_s);
    filter.setLeast(LogLevel::Debug);
    QCOMPARE(filter.rowCount(), 2);
    filter.setWords(u"download"_s);
    QCOMPARE(filter.rowCount(), 1);
    filter.setWords({});
    QCOMPARE(filter.rowCount(), 4);
}

void TestServerModels::aCopiedLineCannotForgeAnother()
{
    const QString text = LogModel::text(line(LogLevel::Error, u"one\ntwo"_s));
    QVERIFY(!text.contains(u'\n'));
    QVERIFY(text.contains("error"_L1));
}

void TestServerModels::checksSayWhatToDo()
{
    ChecksModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setChecks({{u"hub"_s, ServerCheck::Status::Failure, u"no answer"_s, u"check the network"_s, 1},
                     {u"something-new"_s, ServerCheck::Status::Ok, u"fine"_s, {}, 0}});
    QCOMPARE(cell(model, 0, ChecksModel::Name), u"Hub"_s);
    QCOMPARE(cell(model, 0, ChecksModel::Status), u"Fails"_s);
    QCOMPARE(cell(model, 0, ChecksModel::Seen), u"no answer"_s);
    QCOMPARE(cell(model, 0, ChecksModel::Remedy), u"check the network"_s);
    QVERIFY(!model.index(0, ChecksModel::Status).data(Qt::DecorationRole).isNull());
    QCOMPARE(cell(model, 1, ChecksModel::Name), u"something-new"_s);
    QCOMPARE(model.report(), u"Hub: Fails: no answer\n    check the network\nsomething-new: Works: fine\n"_s);
}

void TestServerModels::theShownServerIsMarked()
{
    ServersModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QUrl pod(u"https://pod:8080"_s);
    model.setServers({{u"Pod"_s, pod}, {u"NAS"_s, QUrl(u"http://nas:8080"_s)}});
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(!model.server(0));
    QCOMPARE(model.server(1)->name, u"Pod"_s);

    model.setShown(pod, false);
    QCOMPARE(cell(model, 0, ServersModel::Shown), QString());
    QCOMPARE(cell(model, 1, ServersModel::Shown), u"Shown now"_s);
    model.setShown(QUrl(u"http://127.0.0.1:8080"_s), true);
    QCOMPARE(cell(model, 0, ServersModel::Shown), u"Shown now"_s);
    QCOMPARE(cell(model, 1, ServersModel::Shown), QString());
}

void TestServerModels::snippetsNameTheServerAndTheModel()
{
    const QList<Snippet> snippets = snippetsFor({QUrl(u"http://nas:8080/base"_s), u"Llama-3.2"_s});
    QCOMPARE(snippets.size(), 4);
    const QString curl = u"curl http://nas:8080/base/v1/chat/completions \\\n  -H 'Content-Type: application/json' \\\n"
                         "  -d '{\"messages\":[{\"content\":\"Hello\",\"role\":\"user\"}],\"model\":\"Llama-3.2\"}'"_s;
    QCOMPARE(snippets[0].text, curl);
    QVERIFY(snippets[1].text.contains(u"base_url=\"http://nas:8080/base/v1\", api_key=\"none\""_s));
    QVERIFY(snippets[1].text.contains(u"model=\"Llama-3.2\""_s));
    QVERIFY(snippets[2].text.contains(u"http://nas:8080/base/v1"_s));
    QCOMPARE(snippets[3].text, u"shimmyctl --server http://nas:8080/base run Llama-3.2 Hello"_s);
}

void TestServerModels::snippetsTakeTheKeyFromTheEnvironment()
{
    const QList<Snippet> snippets = snippetsFor({QUrl(u"https://pod"_s), u"m"_s, u"/etc/my ca.pem"_s, true});
    QVERIFY(snippets[0].text.contains(u"-H \"Authorization: Bearer $SHIMMYD_API_KEY\""_s));
    QVERIFY(snippets[0].text.contains(u"--cacert '/etc/my ca.pem'"_s));
    QVERIFY(snippets[1].text.contains(u"api_key=os.environ[\"SHIMMYD_API_KEY\"]"_s));
    QVERIFY(snippets[1].text.contains(u"import os\n"_s));
    QVERIFY(snippets[3].text.contains(u"SSL_CERT_FILE='/etc/my ca.pem'"_s));
}

void TestServerModels::snippetsQuoteWhatAShellWouldChange()
{
    const QList<Snippet> snippets = snippetsFor({QUrl(u"http://h:1"_s), u"a'b; rm -rf \"$HOME\""_s});
    QVERIFY(snippets[3].text.contains(u"run 'a'\\''b; rm -rf \"$HOME\"' Hello"_s));
    QVERIFY(snippets[1].text.contains(u"model=\"a'b; rm -rf \\\"$HOME\\\"\""_s));
}

QTEST_MAIN(TestServerModels)
#include "test_server_models.moc"
