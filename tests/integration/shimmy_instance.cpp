#include "shimmy_instance.h"

#include "blocking_http.h"
#include "service_process.h"

#include <QElapsedTimer>
#include <QFile>

using namespace Qt::StringLiterals;

ShimmyInstance::ShimmyInstance(const QString &program, const QString &directory)
    : m_port(unusedPort())
{
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
    environment.insert(u"HOME"_s, u"/nonexistent"_s);
    environment.insert(u"GGML_NO_BACKTRACE"_s, u"1"_s);
    environment.insert(u"SHIMMY_MODEL_PATHS"_s, directory);
    m_process.setProcessEnvironment(environment);
    m_process.setWorkingDirectory(m_run.path());
    m_process.setStandardOutputFile(QProcess::nullDevice());
    // Not a pipe, which llama.cpp would fill and then wait for.
    m_process.setStandardErrorFile(m_run.filePath(u"errors"_s));
    m_process.start(program, {u"serve"_s, u"--bind"_s, u"127.0.0.1:%1"_s.arg(m_port)});
    QElapsedTimer clock;
    clock.start();
    while (!m_up && clock.elapsed() < 20'000 && !m_process.waitForFinished(5))
        m_up = httpGet(m_port, "/health").status == 200;
}

ShimmyInstance::~ShimmyInstance()
{
    m_process.kill();
    m_process.waitForFinished();
}

int ShimmyInstance::ended()
{
    if (!m_process.waitForFinished(20'000))
        return 1000;
    return m_process.exitStatus() == QProcess::CrashExit ? -m_process.exitCode() : m_process.exitCode();
}

QByteArray ShimmyInstance::errors() const
{
    QFile file(m_run.filePath(u"errors"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
