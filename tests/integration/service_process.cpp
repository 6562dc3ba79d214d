#include "service_process.h"

#include "blocking_http.h"
#include "project_paths.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <QTest>

#include <sys/types.h>
#include <unistd.h>

#include <csignal>

using namespace Qt::StringLiterals;

quint16 unusedPort()
{
    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost, 0);
    return probe.serverPort();
}

QString realShimmy(const char *variable)
{
    const QString path = qEnvironmentVariable(variable);
    if (!QFile::exists(path))
        qFatal("%s must name the real Shimmy; ./dev test sets it", variable);
    return path;
}

ServiceProcess::ServiceProcess(const Setup &setup)
    : m_models(setup.models.isEmpty() ? m_directory.filePath(u"models"_s) : setup.models)
    , m_port(setup.port != 0 ? setup.port : unusedPort())
{
    QDir().mkpath(m_models);
    QStringList arguments{u"--listen"_s,      u"%1:%2"_s.arg(setup.address).arg(m_port),
                          u"--models"_s,      m_models,
                          u"--shimmy"_s,      setup.shimmy.isEmpty() ? realShimmy() : setup.shimmy,
                          u"--shimmy-port"_s, QString::number(setup.shimmyPort),
                          u"--hub"_s,         setup.hub.isEmpty() ? u"http://127.0.0.1:9"_s : setup.hub};
    QProcessEnvironment environment = setup.environment;
    if (environment.isEmpty()) {
        environment.insert(u"PATH"_s, qEnvironmentVariable("PATH"));
        environment.insert(u"HOME"_s, m_directory.path());
#ifdef __SANITIZE_ADDRESS__
        // It keeps what was freed, 256 MB by default; tests look at how memory grows.
        environment.insert(u"ASAN_OPTIONS"_s, u"quarantine_size_mb=8"_s);
#endif
        for (const char *name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"}) {
            if (qEnvironmentVariableIsSet(name))
                environment.insert(QString::fromLatin1(name), qEnvironmentVariable(name));
        }
    }
    for (auto variable = setup.variables.begin(); variable != setup.variables.end(); ++variable)
        environment.insert(variable.key(), variable.value());
    m_process.setProcessEnvironment(environment);
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setStandardErrorFile(m_directory.filePath(u"log"_s));
    QElapsedTimer clock;
    clock.start();
    m_process.start(shimmydPath(), arguments + setup.arguments);
    if (!m_process.waitForStarted() || !setup.waitUntilHealthy)
        return;
    while (clock.elapsed() < 30'000 && m_process.state() == QProcess::Running) {
        if (httpGet(m_port, "/v1/health").status == 200) {
            m_millisecondsToHealthy = clock.elapsed();
            m_up = true;
            return;
        }
        m_process.waitForFinished(5);
    }
    qWarning().noquote() << "shimmyd did not come up:" << log();
}

ServiceProcess::~ServiceProcess()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(40'000))
        killNow();
    if (QTest::currentTestFailed())
        qWarning().noquote() << log();
}

QByteArray ServiceProcess::log()
{
    QFile file(m_directory.filePath(u"log"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

int ServiceProcess::terminate()
{
    m_process.terminate();
    return ended();
}

int ServiceProcess::ended()
{
    if (!m_process.waitForFinished(60'000) || m_process.exitStatus() != QProcess::NormalExit)
        return -1;
    return m_process.exitCode();
}

void ServiceProcess::killNow()
{
    m_process.kill();
    m_process.waitForFinished();
}

qint64 ServiceProcess::residentBytes() const
{
    QFile statm(u"/proc/%1/statm"_s.arg(m_process.processId()));
    if (!statm.open(QIODevice::ReadOnly))
        return -1;
    return statm.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

qint64 ServiceProcess::statusBytes(const QByteArray &name) const
{
    QFile status(u"/proc/%1/status"_s.arg(m_process.processId()));
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith(name))
            return line.mid(name.size()).trimmed().split(' ').first().toLongLong() * 1024;
    }
    return -1;
}

QList<qint64> ServiceProcess::children() const
{
    QList<qint64> pids;
    QDir tasks(u"/proc/%1/task"_s.arg(m_process.processId()));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(tasks.filePath(task + u"/children"_s));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        for (const QByteArray &pid : file.readAll().split(' ')) {
            if (!pid.trimmed().isEmpty())
                pids += pid.trimmed().toLongLong();
        }
    }
    return pids;
}
