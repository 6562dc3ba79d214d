#include "window/desktop_notification.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QGuiApplication>

using namespace Qt::StringLiterals;

void showDesktopNotification(const QString &title, const QString &text)
{
    QDBusMessage call =
        QDBusMessage::createMethodCall(u"org.freedesktop.Notifications"_s, u"/org/freedesktop/Notifications"_s,
                                       u"org.freedesktop.Notifications"_s, u"Notify"_s);
    constexpr uint anew = 0; // in the place of no other
    constexpr int usual = -1; // shown as long as the desktop finds right
    call << QGuiApplication::applicationDisplayName() << anew << QGuiApplication::desktopFileName()
         << title // its icon has that name
         << text.toHtmlEscaped() // many desktops take markup there
         << QStringList() << QVariantMap{{u"desktop-entry"_s, QGuiApplication::desktopFileName()}} << usual;
    QDBusConnection::sessionBus().asyncCall(call);
}
