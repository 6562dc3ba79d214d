#include "application/system_colors.h"

#include "widgets/dark_palette.h"
#include "widgets/icons.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView portal = "org.freedesktop.portal.Desktop"_L1;
constexpr QLatin1StringView path = "/org/freedesktop/portal/desktop"_L1;
constexpr QLatin1StringView settings = "org.freedesktop.portal.Settings"_L1;
constexpr QLatin1StringView appearance = "org.freedesktop.appearance"_L1;
constexpr QLatin1StringView colorScheme = "color-scheme"_L1;
constexpr uint preferDark = 1;

/// Read() packs what the signal tells as it is once more.
QVariant unpacked(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

SystemColors::SystemColors(QObject *parent)
    : QObject(parent)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    bus.connect(portal, path, settings, u"SettingChanged"_s, this,
                SLOT(takeChange(QString, QString, QDBusVariant))); // NOLINT: D-Bus knows slots by their names only
    QDBusMessage call = QDBusMessage::createMethodCall(portal, path, settings, u"Read"_s);
    call << appearance << colorScheme;
    auto *const answer = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusPendingReply<QDBusVariant> scheme = *answer;
        if (scheme.isValid())
            take(scheme.value().variant());
    });
}

void SystemColors::takeChange(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group == appearance && key == colorScheme)
        take(value.variant());
}

void SystemColors::take(const QVariant &scheme)
{
    if (unpacked(scheme).toUInt() == preferDark) {
        if (isDark(QApplication::palette()))
            return; // Qt does it
        m_isOurs = true;
        QApplication::setPalette(darkPalette());
    } else if (std::exchange(m_isOurs, false)) {
        QApplication::setPalette(QPalette());
    }
}
