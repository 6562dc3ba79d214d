#pragma once

#include <QJsonObject>
#include <QString>

#include <optional>

/// What a server says of itself: GET /.
struct ServiceFacts {
    QString manager; ///< name and version, as "shimmyd 0.1.0"
    QString shimmyState; ///< the server's word: stopped, starting, ready, …
    QString shimmyVersion; ///< empty: none was ready yet
    qint64 uptimeSeconds = 0;
    int models = 0;
    int waitingGenerations = 0;
    std::optional<qint64> freeDiskBytes;

    static ServiceFacts fromJson(const QJsonObject &json);
};

/// What a server tells of Shimmy whenever it changes.
struct ShimmyNews {
    QString state; ///< as ServiceFacts::shimmyState
    QString trouble; ///< why it cannot serve; empty if it can
    int restarts = 0;
    int switches = 0;

    static ShimmyNews fromJson(const QJsonObject &json);
};
