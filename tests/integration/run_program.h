#pragma once

#include <QByteArray>
#include <QHash>
#include <QStringList>

#include <chrono>

/// How a program ended.
struct ProgramResult {
    int exitCode = -1; ///< -1: it did not start, crashed, or took more time than it was given
    QByteArray output;
    QByteArray errors;
};

/// Runs \a program to its end with \a variables added to the environment.
ProgramResult runProgram(const QString &program, const QStringList &arguments,
                         const QHash<QString, QString> &variables = {}, const QByteArray &input = {},
                         std::chrono::milliseconds limit = std::chrono::minutes(2));

/// The Python that has the packages of tests/python/requirements.txt; fails the test program when there is none.
QString testPython();
