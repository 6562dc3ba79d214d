#include "base/byte_count.h"

#include <QLocale>

#include <cmath>

QString formatByteCount(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

double mebibytes(qint64 bytes)
{
    return std::round(static_cast<double>(bytes) / (1 << 20) * 100) / 100;
}
