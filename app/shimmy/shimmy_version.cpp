#include "shimmy/shimmy_version.h"

#include "base/redact.h"
#include "shimmy/confinement.h"
#include "shimmy/shimmy_launch.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRegularExpression>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
constexpr auto answerDeadline = 5s;
constexpr qsizetype quotedCharacters = 200;
constexpr qint64 mostBytes = 64 * 1024;
} // namespace

bool isKnownShimmyVersion(const QString &version)
{
    return version.startsWith("1.8."_L1);
}

QString objectionTo(const QString &program, const QByteArray &output)
{
    // On a line of its own: a wrapper may talk before.
    static const QRegularExpression answer(u"^shimmy [0-9]"_s, QRegularExpression::MultilineOption);
    if (answer.match(QString::fromUtf8(output)).hasMatch())
        return {};
    const QString said = redacted(QString::fromUtf8(output.left(4 * quotedCharacters)).simplified());
    return said.isEmpty()
        ? u"%1 is no Shimmy: asked for its version it said nothing"_s.arg(program)
        : u"%1 is no Shimmy: asked for its version it said \"%2\""_s.arg(program, said.left(quotedCharacters));
}

void examineShimmy(const QString &program, const QString &workingDirectory, Clock &clock, QObject *context,
                   std::function<void(const QString &)> examined)
{
    // Not the context's child, which would wait for it when it goes: it is killed then, and goes when it has ended.
    auto *process = new QProcess(QCoreApplication::instance());
    process->setProgram(program);
    process->setArguments({u"--version"_s});
    process->setProcessEnvironment(shimmyEnvironment({}));
    process->setWorkingDirectory(workingDirectory);
    process->setStandardInputFile(QProcess::nullDevice());
    process->setProcessChannelMode(QProcess::MergedChannels);
    process->setChildProcessModifier([parent = ::getpid()] { confineChild(parent); });
    QObject::connect(context, &QObject::destroyed, process, [process] { killGroup(*process); });
    QObject::connect(process, &QProcess::finished, process, &QObject::deleteLater);
    QObject::connect(
        process, &QProcess::finished, context, [program, process, examined](int, QProcess::ExitStatus status) {
            examined(status == QProcess::NormalExit ? objectionTo(program, process->readAll()) : QString());
        });
    QObject::connect(process, &QProcess::errorOccurred, process, [process](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            process->deleteLater();
    });
    QObject::connect(process, &QProcess::errorOccurred, context, [examined](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            examined({}); // the instances say it, and there may be no room for a process just now
    });
    QObject::connect(process, &QProcess::readyRead, process, [process] {
        if (process->bytesAvailable() > mostBytes)
            process->kill();
    });
    clock.callAfter(answerDeadline, process, [process] { killGroup(*process); });
    process->start();
}
