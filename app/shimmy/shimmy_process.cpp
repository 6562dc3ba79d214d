#include "shimmy/shimmy_process.h"

#include "base/json.h"
#include "base/logging.h"
#include "base/redact.h"
#include "shimmy/confinement.h"

#include <QJsonArray>
#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <unistd.h>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto pollInterval = 10ms;
constexpr auto killDelay = 2s;
constexpr auto answerDeadline = 2s;
constexpr qsizetype keptLines = 50;
constexpr qint64 maxAnswerBytes = 4 << 20;

bool mayFollow(ShimmyProcess::State from, ShimmyProcess::State to)
{
    using State = ShimmyProcess::State;
    switch (from) {
    case State::Starting: return to == State::Ready || to == State::Ending || to == State::Exited;
    case State::Ready: return to == State::Busy || to == State::Ending || to == State::Exited;
    case State::Busy: return to != State::Starting;
    case State::Draining: return to == State::Ending || to == State::Exited;
    case State::Ending: return to == State::Exited;
    case State::Exited: return false;
    }
    Q_UNREACHABLE();
}

} // namespace

ShimmyProcess::ShimmyProcess(ShimmyLaunch launch, const QStringList &expectedIds, QNetworkAccessManager &network,
                             Clock &clock, QObject *parent)
    : QObject(parent)
    , m_launch(std::move(launch))
    , m_expectedIds(expectedIds.begin(), expectedIds.end())
    , m_network(network)
    , m_clock(clock)
{
    m_process.setProgram(m_launch.program);
    m_process.setArguments(shimmyArguments(m_launch));
    m_process.setProcessEnvironment(shimmyEnvironment(m_launch));
    m_process.setWorkingDirectory(m_launch.workingDirectory);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setChildProcessModifier(
        [parent = ::getpid(), memoryBytes = m_launch.memoryBytes] { confineChild(parent, memoryBytes); });
    connect(&m_process, &QProcess::readyReadStandardOutput, this, [this] { readOutput(QProcess::StandardOutput); });
    connect(&m_process, &QProcess::readyReadStandardError, this, [this] { readOutput(QProcess::StandardError); });
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        handleProcessEnd(status == QProcess::CrashExit ? u"Shimmy was killed by signal %1"_s.arg(code)
                                                       : u"Shimmy exited with code %1"_s.arg(code));
    });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            handleProcessEnd(u"Shimmy could not be started: %1: %2"_s.arg(m_launch.program, m_process.errorString()));
    });
}

ShimmyProcess::~ShimmyProcess()
{
    disconnect(&m_process, nullptr, this, nullptr);
    if (m_process.state() != QProcess::NotRunning) {
        killGroup(m_process);
        m_process.waitForFinished(2000);
    }
}

void ShimmyProcess::start()
{
    m_startedAt = m_clock.utc();
    m_process.start();
    m_clock.callAfter(m_launch.startDeadline, this, [this] {
        if (m_state != State::Starting)
            return;
        kill(u"Shimmy was not ready within %1 s"_s.arg(std::chrono::duration<double>(m_launch.startDeadline).count()));
    });
    poll();
}

bool ShimmyProcess::setState(State state)
{
    if (m_state == state)
        return true;
    if (!mayFollow(m_state, state)) {
        qCWarning(logShimmy) << "the instance on port" << port() << "refuses to go from" << m_state << "to" << state;
        return false;
    }
    m_state = state;
    qCDebug(logShimmy) << "instance on port" << port() << state;
    Q_EMIT stateChanged();
    return true;
}

void ShimmyProcess::get(const QString &path, std::function<void(int status, const QByteArray &body)> answered)
{
    QNetworkRequest request(QUrl(u"http://127.0.0.1:%1%2"_s.arg(QString::number(port()), path)));
    request.setTransferTimeout(static_cast<int>(std::chrono::milliseconds(answerDeadline).count()));
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setRawHeader("Connection", "close");
    QNetworkReply *reply = m_network.get(request);
    reply->setReadBufferSize(maxAnswerBytes);
    connect(reply, &QNetworkReply::finished, this, [reply, answered = std::move(answered)] {
        reply->deleteLater();
        const bool whole = reply->error() == QNetworkReply::NoError;
        answered(whole ? reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() : 0, reply->readAll());
    });
}

void ShimmyProcess::poll()
{
    // Shimmy prints "Ready" before it binds, so its answers are the only proof.
    get(u"/health"_s, [this](int status, const QByteArray &body) {
        if (m_state != State::Starting)
            return;
        const auto health = parseJsonObject(body, u"Shimmy's health"_s);
        if (status == 200 && health)
            return checkHealth(*health);
        m_clock.callAfter(pollInterval, this, [this] {
            if (m_state == State::Starting)
                poll();
        });
    });
}

void ShimmyProcess::checkHealth(const QJsonObject &health)
{
    const QString service = health.value("service"_L1).toString();
    if (service != "shimmy"_L1) {
        return kill(u"%1 is no Shimmy: its /health says it is \"%2\""_s.arg(m_launch.program, service.left(64)));
    }
    m_health = health;
    checkModels();
}

void ShimmyProcess::checkModels()
{
    get(u"/v1/models"_s, [this](int status, const QByteArray &body) {
        if (m_state != State::Starting)
            return;
        QSet<QString> ids;
        if (const auto models = parseJsonObject(body, u"Shimmy's models"_s); models && status == 200) {
            for (const auto &model : models->value("data"_L1).toArray())
                ids += model.toObject().value("id"_L1).toString();
        }
        if (!ids.contains(m_expectedIds)) {
            return kill(u"Shimmy does not list all models it was shown"_s);
        }
        setState(State::Ready);
    });
}

void ShimmyProcess::probe(std::function<void(bool)> answered)
{
    get(u"/health"_s, [answered = std::move(answered)](int status, const QByteArray &) { answered(status == 200); });
}

void ShimmyProcess::beginGeneration()
{
    ++m_generations;
    if (m_state == State::Ready)
        setState(State::Busy);
}

void ShimmyProcess::endGeneration()
{
    --m_generations;
    if (m_generations > 0)
        return;
    if (m_state == State::Busy)
        setState(State::Ready);
    else if (m_state == State::Draining)
        stop();
    Q_EMIT idle();
}

void ShimmyProcess::drain(std::chrono::milliseconds deadline, const QString &whyThen)
{
    if (m_generations == 0)
        return stop();
    if (m_state == State::Busy)
        setState(State::Draining);
    m_clock.callAfter(deadline, this, [this, whyThen] { stop(whyThen); });
}

void ShimmyProcess::beginEnding(const QString &why)
{
    if (m_endReason.isEmpty())
        m_endReason = why;
    // Nobody may be admitted to it any more, although it lives on until the signal has worked.
    setState(State::Ending);
}

void ShimmyProcess::stop(const QString &why)
{
    if (m_state == State::Exited || m_state == State::Ending)
        return;
    beginEnding(why);
    m_process.terminate();
    m_clock.callAfter(killDelay, this, [this] { kill(); });
}

void ShimmyProcess::kill(const QString &why)
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    beginEnding(why);
    killGroup(m_process);
}

void ShimmyProcess::readOutput(QProcess::ProcessChannel channel)
{
    if (channel == QProcess::StandardOutput)
        logOutput(channel, m_stdout.add(m_process.readAllStandardOutput()));
    else
        logOutput(channel, m_stderr.add(m_process.readAllStandardError()));
}

void ShimmyProcess::logOutput(QProcess::ProcessChannel channel, const QStringList &lines)
{
    for (const QString &line : lines) {
        // llama.cpp tells 8 KB a request on stderr.
        if (channel == QProcess::StandardOutput)
            qCInfo(logShimmy).noquote() << line;
        else
            qCDebug(logShimmy).noquote() << line;
        m_lastLines += redacted(line); // for /v1/health and clients
    }
    if (m_lastLines.size() > keptLines)
        m_lastLines.remove(0, m_lastLines.size() - keptLines);
}

void ShimmyProcess::handleProcessEnd(const QString &reason)
{
    if (m_state == State::Exited)
        return;
    for (const auto channel : {QProcess::StandardOutput, QProcess::StandardError})
        readOutput(channel);
    logOutput(QProcess::StandardOutput, m_stdout.finish());
    logOutput(QProcess::StandardError, m_stderr.finish());
    if (m_endReason.isEmpty())
        m_endReason = reason;
    m_diedGenerating = m_generations > 0;
    setState(State::Exited);
    Q_EMIT exited();
}

QString ShimmyProcess::obituary() const
{
    // An assertion's or a panic's own line tells more than what was printed after it.
    for (const QString &line : m_lastLines) {
        if (line.contains("GGML_ASSERT"_L1) || line.contains("panicked"_L1) || line.startsWith("Error:"_L1))
            return m_endReason + u"; it said: "_s + line;
    }
    return m_lastLines.isEmpty() ? m_endReason : QString(m_endReason + u"; it said: "_s + m_lastLines.last());
}

bool ShimmyProcess::abortedOnPrompt() const
{
    const auto isTheAssertion = [](const QString &line) {
        return line.contains("GGML_ASSERT"_L1) && line.contains("n_batch"_L1);
    };
    return m_state == State::Exited && std::any_of(m_lastLines.begin(), m_lastLines.end(), isTheAssertion);
}
