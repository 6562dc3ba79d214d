#pragma once

#include <QProcess>
#include <QTemporaryDir>

/// Lets system calls of a running process fail, by strace, until it goes.
class SyscallFault {
public:
    /// \a fault as strace's inject wants it, "pwrite64:error=ENOSPC"; \a path, if not empty: only of calls on this
    /// file.
    SyscallFault(qint64 processId, const QString &fault, const QString &path = {});
    ~SyscallFault();
    SyscallFault(const SyscallFault &) = delete;
    SyscallFault &operator=(const SyscallFault &) = delete;

    /// False where processes may not be traced.
    bool isAttached() const { return m_attached; }
    /// Calls that were made to fail so far.
    int count() const;

private:
    QTemporaryDir m_directory;
    QProcess m_strace;
    bool m_attached = false;
};
