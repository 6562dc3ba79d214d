#pragma once

#include "base/error.h"
#include "client/api_call.h"

#include <QDateTime>
#include <QList>
#include <QStringList>

#include <optional>

/// One Shimmy process.
struct ShimmyInstance {
    int slot = 0;
    QString role; ///< the server's word: current, next or old
    QString state; ///< the server's word: starting, ready, busy, draining, ending, exited
    std::optional<qint64> processId;
    int port = 0;
    int generations = 0;
    std::optional<qint64> residentBytes;
    QDateTime startedAt; ///< UTC
    QStringList models;
    QStringList lastLines; ///< of its output

    bool operator==(const ShimmyInstance &) const = default;
};

/// Traffic that moved to new instances, or failed to.
struct ShimmySwitch {
    QDateTime at; ///< UTC
    double seconds = 0;
    QString error; ///< empty: it worked
    QString hint;
};

struct ShimmyDeath {
    QDateTime at; ///< UTC
    int slot = 0;
    QString reason;
};

/// Who waits for a generation.
struct GenerationQueue {
    struct Client {
        QString name; ///< of its key, or its address
        int waiting = 0;
    };
    int waiting = 0;
    int limit = 0;
    int running = 0;
    qint64 waitSeconds = 0; ///< of one that came now
    qint64 admitted = 0; ///< these five since the service began
    qint64 refused = 0;
    qint64 displaced = 0;
    qint64 expired = 0;
    qint64 left = 0;
    QList<Client> clients; ///< in the order of their turn
};

/// Every Shimmy and what happened to them: GET /v1/api/shimmy.
struct ShimmyStatus {
    QString state; ///< as ServiceFacts::shimmyState
    QString trouble; ///< why it cannot serve; empty if it can
    QString program;
    QString version; ///< empty: none was ready yet
    int restarts = 0; ///< after deaths
    int switches = 0;
    QList<ShimmyInstance> instances;
    QList<ShimmySwitch> recentSwitches;
    QList<ShimmyDeath> recentDeaths;
    GenerationQueue queue;

    static ShimmyStatus fromJson(const QJsonObject &json);
};

/// That fresh instances have taken over.
struct ShimmyRestart {
    double seconds = 0; ///< that it took

    static ShimmyRestart fromJson(const QJsonObject &json);
};

ApiCall shimmyStatusCall();
/// Answered, by a ShimmyRestart, when fresh instances have taken over, as long as that takes.
ApiCall restartShimmyCall();
