#pragma once

#include <QString>

/// Asks the desktop to show a notification, which most do without a tray, too. Does not wait for it; where no desktop
/// listens, nothing happens.
void showDesktopNotification(const QString &title, const QString &text);
