#pragma once

#include <QObject>

class QDBusVariant;

/// Turns the program dark while the user of the desktop prefers that and Qt does not do it by itself: it does so only
/// with the platform theme of some desktops. Asks the desktop's portal by D-Bus and waits for nothing; where there is
/// no portal, nothing happens. Lives on the window's thread, after the QApplication was made.
class SystemColors final : public QObject {
    Q_OBJECT

public:
    explicit SystemColors(QObject *parent = nullptr);

private Q_SLOTS:
    void takeChange(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void take(const QVariant &scheme);

    bool m_isOurs = false; ///< the palette that holds
};
