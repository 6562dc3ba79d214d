#pragma once

#include "application/desktop_application.h"
#include "base/log_history.h"
#include "fake_hub.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

/// The whole program with a stand-in for the Hub, in this process: its window, its service, its Shimmy.
class ApplicationFixture {
public:
    struct Setup {
        QString shimmy;
        bool isSetUp = true; ///< false: the first questions come
        QString server = {}; ///< --server
        quint16 port = 0;
    };
    explicit ApplicationFixture(const Setup &setup);
    /// Ends the program as its user would, and waits for it.
    ~ApplicationFixture();
    ApplicationFixture(const ApplicationFixture &) = delete;
    ApplicationFixture &operator=(const ApplicationFixture &) = delete;

    FakeHub hub;
    DesktopApplication &program() { return *m_program; }
    MainWindow &window() { return m_program->window(); }
    ServerConnection &connection() { return m_program->connection(); }
    QString models() const { return m_directory.filePath(QStringLiteral("models")); }
    QString settings() const { return m_directory.filePath(QStringLiteral("settings.ini")); }
    /// Has the server's models and jobs been told to the window?
    bool isConnected() const;
    /// Quits and begins anew, with the same settings and models. \a meanwhile runs between.
    void restart(const std::function<void()> &meanwhile = {});

private:
    void begin();
    void end();

    QTemporaryDir m_directory;
    const Setup m_setup;
    LogHistory m_logs;
    std::unique_ptr<DesktopApplication> m_program;
    bool m_hasEnded = false;
};
