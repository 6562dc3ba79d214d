#include "application/system_colors.h"
#include "private_bus.h"
#include "widgets/icons.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {
const QString portal = u"org.freedesktop.portal.Desktop"_s;
const QString path = u"/org/freedesktop/portal/desktop"_s;
} // namespace

/// The desktop's portal, which knows what the user has chosen.
class FakePortal final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    void choose(uint scheme)
    {
        m_scheme = scheme;
        Q_EMIT SettingChanged(u"org.freedesktop.appearance"_s, u"color-scheme"_s, QDBusVariant(scheme));
    }
    int asked = 0;

Q_SIGNALS:
    void SettingChanged(const QString &group, const QString &key, const QDBusVariant &value);

public Q_SLOTS:
    /// As the first version of the portal answers: a variant in a variant.
    QDBusVariant Read(const QString &group, const QString &key)
    {
        ++asked;
        if (group != u"org.freedesktop.appearance"_s || key != u"color-scheme"_s)
            return {};
        return QDBusVariant(QVariant::fromValue(QDBusVariant(m_scheme)));
    }

private:
    uint m_scheme = 0;
};

/// Whether the program has the colours that its user wants of all programs.
class TestSystemColors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void startsDark();
    void followsEachChange();
    void hearsAPortalThatBeginsLater();
    void leavesADarkThemeOfQtAlone();

private:
    FakePortal m_portal;
    QDBusConnection m_bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"portal"_s);
};

void TestSystemColors::initTestCase()
{
    QVERIFY(!isDark(QApplication::palette()));
    QVERIFY(m_bus.registerObject(path, &m_portal, QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
    QVERIFY(m_bus.registerService(portal));
}

void TestSystemColors::cleanup()
{
    m_portal.choose(0);
    QApplication::setPalette(QPalette());
}

void TestSystemColors::startsDark()
{
    m_portal.choose(1);
    const SystemColors colors;

    QTRY_VERIFY(isDark(QApplication::palette()));
}

void TestSystemColors::followsEachChange()
{
    const SystemColors colors;
    m_portal.choose(1);
    QTRY_VERIFY(isDark(QApplication::palette()));

    m_portal.choose(2); // light
    QTRY_VERIFY(!isDark(QApplication::palette()));
    m_portal.choose(1);
    QTRY_VERIFY(isDark(QApplication::palette()));
    m_portal.choose(0); // no preference
    QTRY_VERIFY(!isDark(QApplication::palette()));
}

void TestSystemColors::hearsAPortalThatBeginsLater()
{
    QVERIFY(m_bus.unregisterService(portal));
    const SystemColors colors;
    QVERIFY(m_bus.registerService(portal));
    QVERIFY(!isDark(QApplication::palette()));

    m_portal.choose(1);

    QTRY_VERIFY(isDark(QApplication::palette()));
}

void TestSystemColors::leavesADarkThemeOfQtAlone()
{
    QPalette theme(QColor(1, 2, 3));
    theme.setColor(QPalette::WindowText, Qt::white);
    QApplication::setPalette(theme);
    m_portal.asked = 0;
    m_portal.choose(1);
    const SystemColors colors;
    QTRY_COMPARE(m_portal.asked, 1);
    m_portal.choose(2);
    // Whose answer comes after what the portal told before.
    auto call = QDBusMessage::createMethodCall(portal, path, u"org.freedesktop.portal.Settings"_s, u"Read"_s);
    call << u"org.freedesktop.appearance"_s << u"color-scheme"_s;
    QCOMPARE(QDBusConnection::sessionBus().call(call, QDBus::BlockWithGui).type(), QDBusMessage::ReplyMessage);

    QCOMPARE(QApplication::palette().color(QPalette::Window), QColor(1, 2, 3));
}

int main(int argc, char **argv)
{
    const PrivateBus bus;
    const QApplication application(argc, argv);
    TestSystemColors test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_system_colors.moc"
