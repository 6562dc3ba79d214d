#pragma once

#include <QIcon>

/// The icon of freedesktop's name \a name, from the set that is built in (icons.cmake lists what it holds), so that the
/// window looks the same everywhere. It follows useIconsFor().
QIcon namedIcon(const QString &name);

/// Takes the icons that can be seen on \a palette: light or dark ones.
void useIconsFor(const QPalette &palette);

/// Whether \a palette is a dark one.
bool isDark(const QPalette &palette);
