#pragma once

#include <QJsonObject>
#include <QTemporaryDir>

/// A stand-in for Shimmy as a program, in a directory of its own, so that each test has its own faults
/// (fake_shimmy_main.cpp lists them).
class FakeShimmyProgram {
public:
    explicit FakeShimmyProgram(const QJsonObject &faults = {});

    QString path() const { return m_directory.filePath(QStringLiteral("shimmy")); }
    /// What every instance that starts from now on does wrong.
    void tell(const QJsonObject &faults) const;

private:
    QTemporaryDir m_directory;
};
