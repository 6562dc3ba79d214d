#pragma once

#include "base/result.h"

/// What a command about keys prints.
struct KeyCommandOutput {
    QString line; ///< for the key file: to stdout
    QString notice; ///< for the one who typed it: to stderr
};

/// A new key for \a owner ("NAME:SCOPES"), which stands in the notice and nowhere else. Error: InvalidArgument.
Result<KeyCommandOutput> makeKey(const QString &owner);

/// The line for the key that stands on stdin. Error: InvalidArgument.
Result<KeyCommandOutput> hashKeyOfStdin(const QString &owner);
