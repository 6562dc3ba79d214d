#pragma once

#include "base/result.h"
#include "base/secret.h"

/// \a text as a key or a token; \a where says in an error where it came from.
/// Error: InvalidArgument, if it is empty, too long or no header's value.
Result<Secret> parseSecret(const QByteArray &text, const QString &where);

/// The secret that the first line of the file at \a path has. An empty path: no secret.
/// Error: InvalidArgument, if it cannot be read, or as parseSecret().
Result<Secret> readSecretFile(const QString &path);
