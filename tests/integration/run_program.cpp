#include "run_program.h"

#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>

using namespace Qt::StringLiterals;

ProgramResult runProgram(const QString &program, const QStringList &arguments, const QHash<QString, QString> &variables,
                         const QByteArray &input, std::chrono::milliseconds limit)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (auto variable = variables.begin(); variable != variables.end(); ++variable)
        environment.insert(variable.key(), variable.value());
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    const bool ended =
        process.waitForFinished(static_cast<int>(limit.count())) && process.exitStatus() == QProcess::NormalExit;
    return {ended ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

QString testPython()
{
    const QString path = qEnvironmentVariable("SHIMMY_MANAGER_PYTHON");
    if (!QFile::exists(path))
        qFatal("SHIMMY_MANAGER_PYTHON must name a Python with the packages of the tests; ./dev test sets it");
    return path;
}
