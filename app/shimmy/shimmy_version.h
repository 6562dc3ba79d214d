#pragma once

#include "base/clock.h"

/// \a version is of the series that this service was measured against.
bool isKnownShimmyVersion(const QString &version);

/// Why a program that says \a output when it is asked for its version is no Shimmy; empty if it is one.
QString objectionTo(const QString &program, const QByteArray &output);

/// Asks \a program for its version, confined as an instance would be, and calls \a examined with why it is no Shimmy;
/// with nothing if it is one, or gives no answer in some seconds, which proves nothing. Dropped with \a context.
void examineShimmy(const QString &program, const QString &workingDirectory, Clock &clock, QObject *context,
                   std::function<void(const QString &objection)> examined);
