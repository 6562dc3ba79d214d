#include "syscall_fault.h"

#include <QElapsedTimer>
#include <QFile>

using namespace Qt::StringLiterals;

SyscallFault::SyscallFault(qint64 processId, const QString &fault, const QString &path)
{
    const QString call = fault.section(u':', 0, 0);
    QStringList arguments{u"-f"_s,
                          u"-o"_s,
                          m_directory.filePath(u"calls"_s),
                          u"-e"_s,
                          u"trace="_s + call,
                          u"-e"_s,
                          u"inject="_s + fault,
                          u"-p"_s,
                          QString::number(processId)};
    if (!path.isEmpty())
        arguments = QStringList{u"-P"_s, path} + arguments;
    m_strace.setProcessChannelMode(QProcess::MergedChannels);
    m_strace.start(u"strace"_s, arguments);
    QElapsedTimer clock;
    clock.start();
    QByteArray said;
    while (!m_attached && clock.elapsed() < 10'000 && m_strace.state() != QProcess::NotRunning) {
        m_strace.waitForReadyRead(100);
        said += m_strace.readAll();
        m_attached = said.contains(" attached");
    }
    if (!m_attached)
        qWarning().noquote() << "strace could not attach:" << said;
}

SyscallFault::~SyscallFault()
{
    m_strace.terminate(); // it lets the process go
    m_strace.waitForFinished(10'000);
}

int SyscallFault::count() const
{
    QFile calls(m_directory.filePath(u"calls"_s));
    return calls.open(QIODevice::ReadOnly) ? static_cast<int>(calls.readAll().count("(INJECTED)")) : 0;
}
