#pragma once

#include <QProcess>
#include <QTemporaryDir>

/// A Shimmy of its own, real or not, without a shimmyd before it.
class ShimmyInstance {
public:
    /// Starts \a program with the models in \a directory and waits until it answers.
    ShimmyInstance(const QString &program, const QString &directory);
    ~ShimmyInstance();

    bool isUp() const { return m_up; }
    quint16 port() const { return m_port; }
    /// Waits for its end: the signal that killed it, negative, or its exit code.
    int ended();
    /// What it has written to stderr so far.
    QByteArray errors() const;

private:
    QTemporaryDir m_run;
    QProcess m_process;
    quint16 m_port = 0;
    bool m_up = false;
};
