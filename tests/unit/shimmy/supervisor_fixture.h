#pragma once

#include "fake_shimmy_program.h"
#include "shimmy/shimmy_supervisor.h"

#include <QDir>
#include <QFile>
#include <QNetworkAccessManager>
#include <QTest>

/// A supervisor of fake Shimmys: real processes, the real clock. It waits until all of them have ended.
class SupervisorFixture {
public:
    explicit SupervisorFixture(const std::function<void(ShimmySupervisor::Config &)> &adjust = {})
    {
        QDir(m_directory.path()).mkpath(QStringLiteral("serving"));
        addModel(QStringLiteral("one"));
        ShimmySupervisor::Config config;
        config.program = program.path();
        config.servingDirectory = m_directory.filePath(QStringLiteral("serving"));
        config.workingDirectory = m_directory.path();
        config.showModels = [this] { return m_models; };
        config.preferredPort = 0;
        config.heartbeat = std::chrono::milliseconds(100);
        if (adjust)
            adjust(config);
        supervisor = std::make_unique<ShimmySupervisor>(config, m_network, m_clock);
    }
    ~SupervisorFixture()
    {
        bool stopped = false;
        supervisor->stop(std::chrono::milliseconds(100), [&stopped] { stopped = true; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(stopped, 20'000); }();
    }
    SupervisorFixture(const SupervisorFixture &) = delete;
    SupervisorFixture &operator=(const SupervisorFixture &) = delete;

    void addModel(const QString &id)
    {
        QFile file(m_directory.filePath(QStringLiteral("serving/%1.gguf").arg(id)));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write a model");
        m_models += id;
    }
    ShimmySlot &slot(int number) const { return *supervisor->shimmySlots().at(number); }
    /// Process ids of the instances that take work. One that has just ended has none, until its slot hears of that.
    QList<qint64> serving() const
    {
        QList<qint64> pids;
        for (const ShimmySlot *each : supervisor->shimmySlots()) {
            if (each->current() && each->current()->processId() > 0)
                pids += each->current()->processId();
        }
        return pids;
    }
    /// Starts, and waits until every slot serves.
    void startAll() const
    {
        supervisor->start();
        QTRY_COMPARE_WITH_TIMEOUT(serving().size(), supervisor->shimmySlots().size(), 20'000);
    }
    std::shared_ptr<std::optional<Result<void>>> switchModels() const
    {
        auto result = std::make_shared<std::optional<Result<void>>>();
        supervisor->switchModels(supervisor.get(), [result](const Result<void> &switched) { *result = switched; });
        return result;
    }

    FakeShimmyProgram program;
    std::unique_ptr<ShimmySupervisor> supervisor;

private:
    QTemporaryDir m_directory;
    QStringList m_models;
    QNetworkAccessManager m_network;
    SystemClock m_clock;
};
