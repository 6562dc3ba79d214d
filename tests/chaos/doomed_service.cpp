#include "doomed_service.h"

#include "blocking_http.h"
#include "project_paths.h"
#include "service_process.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTcpServer>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

/// Below the ports that systems give to whoever asks for any: none of those that run beside us takes it meanwhile.
quint16 portOfNobody()
{
    while (true) {
        const auto port = static_cast<quint16>(QRandomGenerator::global()->bounded(10'000, 32'000));
        QTcpServer probe;
        if (probe.listen(QHostAddress::LocalHost, port))
            return port;
    }
}

} // namespace

DoomedService::DoomedService(const Setup &setup)
    : m_port(portOfNobody())
{
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, qEnvironmentVariable("PATH"));
    environment.insert(u"HOME"_s, setup.models);
    QString asan = qEnvironmentVariable("ASAN_OPTIONS");
    if (!setup.board.isEmpty()) {
        environment.insert(u"LD_PRELOAD"_s, QStringLiteral(CHAOS_STRIKE_PATH));
        environment.insert(u"CHAOS_STRIKE_BOARD"_s, setup.board);
        asan += u":verify_asan_link_order=0"_s; // our library stands before the sanitizer's
    }
    if (!asan.isEmpty())
        environment.insert(u"ASAN_OPTIONS"_s, asan);
    m_process.setProcessEnvironment(environment);
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setReadChannel(QProcess::StandardError);
    m_process.start(shimmydPath(),
                    {u"--listen"_s, u"127.0.0.1:%1"_s.arg(m_port), u"--models"_s, setup.models, u"--shimmy"_s,
                     realShimmy(), u"--shimmy-port"_s, u"0"_s, u"--hub"_s, setup.hub, u"--log-level"_s, u"debug"_s});
    m_process.waitForStarted();
}

DoomedService::~DoomedService()
{
    kill();
}

void DoomedService::readLog()
{
    m_log += m_process.readAllStandardError();
}

bool DoomedService::awaitStatus(const std::function<bool(int)> &good)
{
    constexpr int longest = 30'000;
    return await([&] { return good(httpGet(m_port, "/v1/health").status); }, longest);
}

bool DoomedService::awaitAnswer()
{
    return awaitStatus([](int status) { return status != 0; });
}

bool DoomedService::awaitHealth()
{
    return awaitStatus([](int status) { return status == 200; });
}

bool DoomedService::await(const std::function<bool()> &condition, int milliseconds)
{
    QElapsedTimer clock;
    clock.start();
    do {
        m_process.waitForReadyRead(1);
        readLog();
        if (!isAlive())
            return false;
        if (condition())
            return true;
    } while (clock.elapsed() < milliseconds);
    return false;
}

bool DoomedService::awaitDeath(int milliseconds)
{
    await([] { return false; }, milliseconds);
    return !isAlive();
}

bool DoomedService::wasKilled() const
{
    return m_process.exitStatus() == QProcess::CrashExit && m_process.exitCode() == SIGKILL;
}

void DoomedService::kill()
{
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished();
    }
    readLog();
}

bool DoomedService::terminate()
{
    m_process.terminate();
    const bool ended =
        m_process.waitForFinished() && m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
    kill();
    return ended;
}
