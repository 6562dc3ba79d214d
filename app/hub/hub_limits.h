#pragma once

#include <QtGlobal>

/// The largest file that a Hub is believed to have.
constexpr qint64 maxFileBytes = qint64(1) << 40;
/// Pages of one listing that are followed.
constexpr int maxPages = 200;
