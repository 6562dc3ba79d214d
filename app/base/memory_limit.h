#pragma once

#include <QString>
#include <QtGlobal>

/// Bytes of memory that this process and its children may use: the smallest of the control group's limit
/// (version 2, then version 1) and the machine's memory. \a root is "/" but in tests.
qint64 memoryLimitBytes(const QString &root = QStringLiteral("/"));
