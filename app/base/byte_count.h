#pragma once

#include <QString>

/// \a bytes for a person: "2.1 GB", "253 MB", "17 bytes"; decimal units, as the Hub shows them.
QString formatByteCount(qint64 bytes);

/// \a bytes in MiB, rounded to two decimals: the `size_mb` of the original service.
double mebibytes(qint64 bytes);
