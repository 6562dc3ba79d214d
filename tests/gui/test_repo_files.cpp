#include "browse/file_status.h"
#include "browse/fit_text.h"
#include "browse/repo_files_model.h"
#include "connection/job_list.h"
#include "connection/model_list.h"
#include "hub_answers.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

/// What the Browse view knows of a repo's files, without a window.
class TestRepoFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsTheFilesOfARepoAndWhatJobsDoWithThem();
    void theNewestJobOfAFileCounts();
    void knowsThePartsOfASplitFile();
    void findsAQuantizationAsItIsTyped();
    void saysWhetherAModelFits_data();
    void saysWhetherAModelFits();
    void tellsTheNumbersOfAFit();
    void tellsAFilesStatus_data();
    void tellsAFilesStatus();

private:
    void connectToServer();
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<ServerConnection> m_connection;
};

void TestRepoFiles::init()
{
    m_server = std::make_unique<ScriptedServer>();
    m_connection = std::make_unique<ServerConnection>();
}

void TestRepoFiles::cleanup()
{
    m_connection.reset();
    m_server.reset();
}

void TestRepoFiles::connectToServer()
{
    m_connection->connectTo(m_server->entry());
    QTRY_VERIFY_WITH_TIMEOUT(m_connection->models().isKnown(), 30'000);
}

void TestRepoFiles::showsTheFilesOfARepoAndWhatJobsDoWithThem()
{
    connectToServer();
    RepoFilesModel model(m_connection->jobs());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QString repo = u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s;
    const QString name = u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s;
    model.setListing(RepoOffer::fromJson(
        repoFiles(repo,
                  {hubFile(name, u"Q4_K_M"_s, 807'694'464, {{u"recommended"_s, true}, {u"bits_per_weight"_s, 5.2}}),
                   hubFile(u"big.gguf"_s, {}, 16'000'000'000)},
                  {{u"reason"_s, u"the preferred one"_s}})));
    const auto text = [&model](int row, int column) {
        return model.index(row, column).data(Qt::DisplayRole).toString();
    };

    QCOMPARE(text(0, RepoFilesModel::Quantization), u"Q4_K_M"_s);
    QCOMPARE(model.index(0, RepoFilesModel::Quantization).data(Qt::AccessibleTextRole).toString(),
             u"Q4_K_M, recommended"_s);
    QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains("the preferred one"_L1));
    QCOMPARE(text(0, RepoFilesModel::Memory), u"Fits"_s);
    QCOMPARE(text(1, RepoFilesModel::Memory), u"Too large"_s);
    QCOMPARE(text(1, RepoFilesModel::BitsPerWeight), QString());
    QCOMPARE(text(0, RepoFilesModel::Status), QString());

    QSignalSpy changed(&model, &RepoFilesModel::dataChanged);
    m_server->tell("download", ScriptedServer::job(u"j1"_s, {{u"percent"_s, 25.9}})); // of this very file
    QTRY_COMPARE_WITH_TIMEOUT(text(0, RepoFilesModel::Status), u"25 %"_s, 30'000);
    QCOMPARE(model.index(0, RepoFilesModel::Status).data(RepoFilesModel::PercentRole).toInt(), 25);
    QCOMPARE(text(1, RepoFilesModel::Status), QString());
    changed.clear();
    m_server->tell("progress", ScriptedServer::job(u"j1"_s, {{u"percent"_s, 50}}));
    QTRY_COMPARE_WITH_TIMEOUT(text(0, RepoFilesModel::Status), u"50 %"_s, 30'000);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex(), model.index(0, RepoFilesModel::Status));
    QCOMPARE(changed.first().at(1).toModelIndex(), model.index(0, RepoFilesModel::Status));
}

void TestRepoFiles::theNewestJobOfAFileCounts()
{
    const QJsonObject earlier{{u"state"_s, u"failed"_s}, {u"created_at"_s, u"2026-01-01T00:00:00.000Z"_s}};
    const QJsonObject later{{u"state"_s, u"cancelled"_s}, {u"created_at"_s, u"2026-02-01T00:00:00.000Z"_s}};
    m_server->setJobs({ScriptedServer::job(u"j2"_s, later), ScriptedServer::job(u"j1"_s, earlier)});
    connectToServer();
    QTRY_COMPARE_WITH_TIMEOUT(m_connection->jobs().jobs().size(), 2, 30'000);
    RepoFilesModel model(m_connection->jobs());

    model.setListing(
        RepoOffer::fromJson(repoFiles(u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s,
                                      {hubFile(u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s, u"Q4_K_M"_s, 807'694'464)})));

    QCOMPARE(model.status(0).kind, FileStatus::Kind::None); // the failure was followed by a cancelled attempt
    m_server->setJobs({ScriptedServer::job(u"j3"_s), ScriptedServer::job(u"j1"_s, earlier)});
    QTRY_COMPARE_WITH_TIMEOUT(model.status(0).kind, FileStatus::Kind::Underway, 30'000);
}

void TestRepoFiles::knowsThePartsOfASplitFile()
{
    OfferedFile file;
    file.filename = u"d/big-Q4_K_M-00001-of-00003.gguf"_s;
    file.shards = 3;
    Job job;
    job.repo = u"org/repo"_s;

    job.filename = u"d/big-Q4_K_M.gguf"_s;
    QVERIFY(concerns(job, u"org/repo"_s, file));
    QVERIFY(!concerns(job, u"org/other"_s, file));
    job.filename = file.filename; // before the server knows its parts
    QVERIFY(concerns(job, u"org/repo"_s, file));
    job.filename = u"d/big-Q8_0.gguf"_s;
    QVERIFY(!concerns(job, u"org/repo"_s, file));
}

void TestRepoFiles::findsAQuantizationAsItIsTyped()
{
    RepoFilesModel model(m_connection->jobs());
    model.setListing(RepoOffer::fromJson(repoFiles(
        u"o/n"_s,
        {hubFile(u"p.gguf"_s, u"F16"_s, 9, {{u"kind"_s, u"projector"_s}}), hubFile(u"a.gguf"_s, u"Q4_K_M"_s, 9),
         hubFile(u"b.gguf"_s, u"Q4_K"_s, 9), hubFile(u"c.gguf"_s, u"F16"_s, 9)})));

    QCOMPARE(model.rowOfQuantization(u"q4_k"_s), 2); // exactly
    QCOMPARE(model.rowOfQuantization(u"Q4"_s), 1); // begins so
    QCOMPARE(model.rowOfQuantization(u"F16"_s), 3); // a model, not what belongs to one
    QCOMPARE(model.rowOfQuantization(u"Q9"_s), -1);
}

void TestRepoFiles::saysWhetherAModelFits_data()
{
    QTest::addColumn<qint64>("needed");
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<QString>("text");
    QTest::newRow("much room") << qint64(500) << qint64(1000) << u"Fits"_s;
    QTest::newRow("a tenth is left") << qint64(900) << qint64(1000) << u"Fits"_s;
    QTest::newRow("less is left") << qint64(901) << qint64(1000) << u"Barely fits"_s;
    QTest::newRow("to the byte") << qint64(1000) << qint64(1000) << u"Barely fits"_s;
    QTest::newRow("a byte too much") << qint64(1001) << qint64(1000) << u"Too large"_s;
    QTest::newRow("need not known") << qint64(0) << qint64(1000) << QString();
    QTest::newRow("limit not known") << qint64(1000) << qint64(0) << QString();
}

void TestRepoFiles::saysWhetherAModelFits()
{
    QFETCH(qint64, needed);
    QFETCH(qint64, limit);
    QFETCH(QString, text);
    QCOMPARE(fitText(fitOf(needed, limit)), text);
    QCOMPARE(fitIcon(fitOf(needed, limit)).isEmpty(), text.isEmpty()); // never a sign without a word
}

void TestRepoFiles::tellsTheNumbersOfAFit()
{
    const QString numbers = fitNumbers(2'000'000'000, 2'500'000'000, 8'000'000'000);
    for (const auto &amount : {u"2.5 GB"_s, u"8.0 GB"_s, u"2.0 GB"_s, u"500 MB"_s})
        QVERIFY2(numbers.contains(amount), qPrintable(numbers));
    QVERIFY(fitNumbers(0, 2'500'000'000, 8'000'000'000).contains("2.5 GB"_L1));
    QVERIFY(fitNumbers(1, 0, 8).isEmpty());
}

void TestRepoFiles::tellsAFilesStatus_data()
{
    QTest::addColumn<QString>("state"); // of the job; empty: there is none
    QTest::addColumn<QString>("installedAs");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString() << QString() << QString();
    QTest::newRow("installed") << QString() << u"tiny"_s << u"Installed"_s;
    QTest::newRow("downloading") << u"downloading"_s << QString() << u"42 %"_s;
    QTest::newRow("downloading again") << u"downloading"_s << u"tiny"_s << u"42 %"_s;
    QTest::newRow("paused") << u"paused"_s << QString() << u"Paused at 42 %"_s;
    QTest::newRow("queued") << u"queued"_s << QString() << u"Queued, place 3"_s;
    QTest::newRow("waiting") << u"waiting_for_space"_s << QString() << u"Waits for space"_s;
    QTest::newRow("verifying") << u"verifying"_s << QString() << u"Verifying"_s;
    QTest::newRow("loading") << u"loading"_s << QString() << u"Loading"_s;
    QTest::newRow("resolving") << u"resolving"_s << QString() << u"Starting"_s;
    QTest::newRow("failed") << u"failed"_s << QString() << u"Failed"_s;
    QTest::newRow("failed, but there is one") << u"failed"_s << u"tiny"_s << u"Installed"_s;
    QTest::newRow("cancelled") << u"cancelled"_s << QString() << QString();
    QTest::newRow("complete") << u"complete"_s << QString() << QString();
}

void TestRepoFiles::tellsAFilesStatus()
{
    QFETCH(QString, state);
    QFETCH(QString, installedAs);
    QFETCH(QString, text);
    OfferedFile file;
    file.installedAs = installedAs;
    Job job;
    job.state = state;
    job.percent = 42.9;
    job.position = 3;

    const FileStatus status = fileStatus(file, state.isEmpty() ? nullptr : &job);

    QCOMPARE(status.text, text);
    QCOMPARE(status.icon.isEmpty(), text.isEmpty());
    QCOMPARE(status.percent.has_value(), state == "downloading"_L1);
}

int main(int argc, char **argv)
{
    QLocale::setDefault(QLocale::c()); // of which the texts are
    QApplication application(argc, argv);
    TestRepoFiles test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_repo_files.moc"
