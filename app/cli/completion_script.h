#pragma once

#include <QString>

/// What \a shell (bash, zsh or fish) runs to complete shimmyctl's words: it asks `shimmyctl __complete`.
QString completionScript(const QString &shell);
