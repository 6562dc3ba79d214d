#include "blocking_http.h"
#include "fake_hub.h"
#include "run_program.h"
#include "service_process.h"
#include "setup/first_models_model.h"
#include "tiny_gguf.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

/// An X server without a screen, with a window manager. What is pressed goes through both.
class Desktop {
public:
    bool start()
    {
        m_server.start(u"Xvfb"_s,
                       {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"1280x800x24"_s, u"-nolisten"_s, u"tcp"_s});
        if (!m_server.waitForReadyRead(30'000))
            return false;
        m_environment = QProcessEnvironment::systemEnvironment();
        m_environment.insert(u"DISPLAY"_s, u":"_s + QString::fromLatin1(m_server.readAllStandardOutput().trimmed()));
        m_environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
        m_environment.insert(u"LANG"_s, u"C.UTF-8"_s);
        m_environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"disabled:"_s); // neither a keychain nor a tray
        m_manager.setProcessEnvironment(m_environment);
        // A window that comes before the manager is ready gets no focus.
        m_manager.start(u"openbox"_s, {u"--startup"_s, u"echo ready"_s});
        return m_manager.waitForReadyRead(30'000);
    }
    ~Desktop()
    {
        for (QProcess *process : {&m_manager, &m_server}) {
            process->terminate();
            process->waitForFinished();
        }
    }
    Desktop() = default;
    Desktop(const Desktop &) = delete;
    Desktop &operator=(const Desktop &) = delete;

    const QProcessEnvironment &environment() const { return m_environment; }
    /// The title of the window that has the focus.
    QString activeWindow() const { return QString::fromUtf8(xdotool({u"getactivewindow"_s, u"getwindowname"_s})); }
    void press(const QString &key) const { xdotool({u"key"_s, u"--clearmodifiers"_s, key}); }
    void type(const QString &text) const { xdotool({u"type"_s, u"--delay"_s, u"20"_s, text}); }

private:
    QByteArray xdotool(const QStringList &arguments) const
    {
        return runProgram(u"xdotool"_s, arguments, {{u"DISPLAY"_s, m_environment.value(u"DISPLAY"_s)}})
            .output.trimmed();
    }

    QProcess m_server;
    QProcess m_manager;
    QProcessEnvironment m_environment;
};

} // namespace

/// The real program on a real window system, by somebody who has no mouse.
class TestKeyboard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void goesFromTheFirstRunToADeletedModel();

private:
    QStringList served() const
    {
        QStringList ids;
        for (const QJsonValue &model : httpGet(m_port, "/v1/models").json().value("data"_L1).toArray())
            ids += model["id"_L1].toString();
        return ids;
    }
    QByteArray log() const
    {
        QFile file(m_directory.filePath(u"log"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_directory;
    const quint16 m_port = unusedPort();
};

void TestKeyboard::initTestCase()
{
    for (const QString &program : {u"Xvfb"_s, u"openbox"_s, u"xdotool"_s})
        QVERIFY2(!QStandardPaths::findExecutable(program).isEmpty(), qPrintable(program + u" is not installed"));
}

void TestKeyboard::goesFromTheFirstRunToADeletedModel()
{
    FakeHub hub;
    for (const QString &repo : FirstModelsModel::repos())
        hub.addFile(repo, u"first-Q4_K_M.gguf"_s, tinyGgufBytes());
    const QString settings = m_directory.filePath(u"settings.ini"_s);
    QSettings(settings, QSettings::IniFormat).setValue(u"service/port"_s, m_port);
    Desktop desktop;
    QVERIFY(desktop.start());
    QProcess program;
    QProcessEnvironment environment = desktop.environment();
    environment.insert(u"HOME"_s, m_directory.path());
    environment.insert(u"XDG_RUNTIME_DIR"_s, m_directory.path());
    program.setProcessEnvironment(environment);
    program.setStandardErrorFile(m_directory.filePath(u"log"_s));
    program.start(QStringLiteral(WINDOW_PATH),
                  {u"--settings"_s, settings, u"--models"_s, m_directory.filePath(u"models"_s), u"--shimmy"_s,
                   realShimmy(), u"--hub"_s, hub.url()});
    QTRY_COMPARE(desktop.activeWindow(), u"Welcome \u2014 Shimmy Manager"_s);

    // The first model, to a first answer.
    desktop.press(u"alt+u"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(log().contains("GET /v1/api/files 200"), log().constData(), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT((desktop.press(u"alt+d"_s), !served().isEmpty()), 30'000);
    QTRY_COMPARE(desktop.activeWindow(), u"Playground \u2014 Shimmy Manager"_s);
    desktop.type(u"The sea is"_s);
    desktop.press(u"Return"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(log().contains("POST /v1/chat/completions 200"), log().constData(), 30'000);

    // Its deletion.
    desktop.press(u"ctrl+3"_s);
    QTRY_COMPARE(desktop.activeWindow(), u"Models \u2014 Shimmy Manager"_s);
    desktop.press(u"Delete"_s);
    QTRY_COMPARE(desktop.activeWindow(), u"Delete a model \u2014 Shimmy Manager"_s);
    desktop.press(u"alt+d"_s);
    QTRY_COMPARE(served(), QStringList());
    QTRY_COMPARE(desktop.activeWindow(), u"Models \u2014 Shimmy Manager"_s);

    desktop.press(u"ctrl+q"_s);
    QVERIFY2(program.waitForFinished(60'000), log().constData());
    QCOMPARE(program.exitCode(), 0);
    QVERIFY2(!log().contains("ASSERT") && !log().contains("Sanitizer"), log().constData());
}

QTEST_GUILESS_MAIN(TestKeyboard)
#include "test_keyboard.moc"
