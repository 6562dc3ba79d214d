#include "exposition.h"
#include "fake_shimmy_program.h"
#include "project_paths.h"
#include "pull_fixture.h"
#include "run_program.h"
#include "tiny_gguf.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

const QString folder = packagingFolder() + u"/observability/"_s;
const QString repo = u"org/observed-GGUF"_s;

QByteArray contentOf(const QString &name)
{
    QFile file(folder + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The metrics that \a text names, without what a histogram's samples add.
QSet<QString> metricsIn(const QString &text)
{
    static const QRegularExpression name(u"\\b(shimmyd|process)_[a-z0-9_]+\\b"_s);
    static const QRegularExpression sample(u"(_bucket|_sum|_count)$"_s);
    QSet<QString> metrics;
    for (auto found = name.globalMatch(text); found.hasNext();)
        metrics += found.next().captured().remove(sample);
    return metrics;
}

/// Every expression of a dashboard's panels and variables.
QStringList expressionsOf(const QJsonObject &dashboard)
{
    QStringList expressions;
    for (const auto &panel : dashboard.value("panels"_L1).toArray()) {
        for (const auto &target : panel[u"targets"_s].toArray())
            expressions += target[u"expr"_s].toString();
    }
    for (const auto &variable : dashboard.value("templating"_L1)[u"list"_s].toArray())
        expressions += variable[u"definition"_s].toString();
    return expressions;
}

} // namespace

/// The dashboard and the alert rules that are packaged.
class TestObservability : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void promtoolAcceptsTheRulesAndTheyFireWhenTheyShould();
    void everyMetricOfTheRulesExists();
    void everyMetricOfTheDashboardExists();
    void everyExpressionOfTheDashboardIsPromql();
    void theDashboardShowsAllThatIsMeasured();

private:
    FakeShimmyProgram m_shimmy;
    QSet<QString> m_metrics; ///< of a service to which everything has happened
};

void TestObservability::initTestCase()
{
    PullFixture fixture({}, {}, m_shimmy.path());
    fixture.hub.addFile(repo, u"seen.gguf"_s, tinyGgufBytes());
    fixture.hub.inject({HubFault::Kind::Status, "seen.gguf", true, 1, 0, 0, 500, {}, {}}); // a retry
    fixture.pull({{u"model"_s, repo}, {u"filename"_s, u"seen.gguf"_s}});
    fixture.pull({{u"model"_s, repo}, {u"filename"_s, u"missing.gguf"_s}});
    httpPost(fixture.port(), "/v1/generate", {{u"model"_s, u"seen"_s}, {u"prompt"_s, u"x\n"_s}});
    BlockingHttp refused(fixture.port());
    refused.send("nonsense\r\n\r\n");
    refused.read();
    const QStringList families = Exposition(httpGet(fixture.port(), "/metrics").body).families();
    m_metrics = {families.begin(), families.end()};
    QVERIFY(m_metrics.size() > 40);
}

void TestObservability::promtoolAcceptsTheRulesAndTheyFireWhenTheyShould()
{
    const ProgramResult checked = runProgram(u"promtool"_s, {u"check"_s, u"rules"_s, folder + u"alerts.yaml"_s});
    QVERIFY2(checked.exitCode == 0, QByteArray(checked.output + checked.errors).constData());
    const ProgramResult tested = runProgram(u"promtool"_s, {u"test"_s, u"rules"_s, folder + u"alerts-test.yaml"_s});
    QVERIFY2(tested.exitCode == 0, QByteArray(tested.output + tested.errors).constData());
    // Each of them is tried.
    const QString tests = QString::fromUtf8(contentOf(u"alerts-test.yaml"_s));
    static const QRegularExpression alert(u"- alert: (\\w+)"_s);
    int alerts = 0;
    for (auto found = alert.globalMatch(QString::fromUtf8(contentOf(u"alerts.yaml"_s))); found.hasNext(); ++alerts)
        found.next();
    QVERIFY(alerts >= 10);
    QVERIFY(tests.contains(u"{ labels: '{alertstate=\"firing\"}', value: %1 }"_s.arg(alerts)));
}

void TestObservability::everyMetricOfTheRulesExists()
{
    const auto named = metricsIn(QString::fromUtf8(contentOf(u"alerts.yaml"_s)));
    QVERIFY(named.size() >= 10);
    QCOMPARE(QSet(named - m_metrics), QSet<QString>());
}

void TestObservability::everyMetricOfTheDashboardExists()
{
    const auto dashboard = QJsonDocument::fromJson(contentOf(u"dashboard.json"_s)).object();
    const auto named = metricsIn(expressionsOf(dashboard).join(u'\n'));
    QVERIFY(named.size() >= 30);
    QCOMPARE(QSet(named - m_metrics), QSet<QString>());
}

void TestObservability::everyExpressionOfTheDashboardIsPromql()
{
    const auto dashboard = QJsonDocument::fromJson(contentOf(u"dashboard.json"_s)).object();
    QByteArray rules = "groups:\n  - name: dashboard\n    rules:\n";
    int number = 0;
    for (QString expression : expressionsOf(dashboard)) {
        if (expression.startsWith("label_values"_L1) || expression.isEmpty())
            continue; // Grafana's own
        expression.replace("$__rate_interval"_L1, "5m"_L1);
        rules +=
            "      - record: panel:" + QByteArray::number(++number) + "\n        expr: '" + expression.toUtf8() + "'\n";
    }
    QVERIFY(number > 30);
    QTemporaryDir directory;
    QFile file(directory.filePath(u"rules.yaml"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(rules) == rules.size());
    file.close();

    const ProgramResult checked = runProgram(u"promtool"_s, {u"check"_s, u"rules"_s, file.fileName()});

    QVERIFY2(checked.exitCode == 0, QByteArray(checked.output + checked.errors).constData());
}

void TestObservability::theDashboardShowsAllThatIsMeasured()
{
    const auto dashboard = QJsonDocument::fromJson(contentOf(u"dashboard.json"_s)).object();
    const QSet<QString> beside{u"process_virtual_memory_bytes"_s, u"process_start_time_seconds"_s,
                               u"process_max_fds"_s};

    const auto named = metricsIn(expressionsOf(dashboard).join(u'\n'));

    QCOMPARE(QSet(m_metrics - named - beside), QSet<QString>());
}

QTEST_GUILESS_MAIN(TestObservability)
#include "test_observability.moc"
