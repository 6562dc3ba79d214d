#pragma once

#include "doctor/finding.h"
#include "store/store_layout.h"

#include <QStringList>

/// Whether there is room in the models directory, and whether it can be written. Blocks on the disk.
Finding checkDisk(const StoreLayout &layout);

/// How much of a quota of \a quotaBytes, 0: there is none, is used: \a modelBytes by models, the rest by downloads.
/// Blocks on the disk.
Finding checkQuota(const StoreLayout &layout, qint64 quotaBytes, qint64 modelBytes);

/// What is in the models directory that should not be there, or cannot be read: \a known are the absolute paths of the
/// models that are installed. Blocks on the disk; looks at 10,000 files at most.
Finding checkModels(const StoreLayout &layout, const QStringList &known);
