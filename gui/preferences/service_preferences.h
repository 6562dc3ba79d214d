#pragma once

#include <QString>
#include <QUrl>

/// What the service inside this process is started with, as the user has chosen.
struct ServicePreferences {
    QString modelsFolder;
    quint16 port = 8080; ///< on 127.0.0.1; another one when it is taken
    QString hub = {}; ///< the address of a mirror; empty: the Hub itself
    QString proxy = {}; ///< the way to the Hub; empty: as the environment says
    int downloads = 1; ///< at the same time
    int connections = 16; ///< of a download at most
    qint64 bytesPerSecond = 0; ///< of all downloads together; 0: no limit
    int instances = 1; ///< of Shimmy
    bool isMirror = false; ///< serves its models to other programs of this machine as the Hub does

    bool operator==(const ServicePreferences &) const = default;
};

/// A server that the user has added. Its key is in the SecretStore.
struct SavedServer {
    QString name; ///< for people
    QUrl url; ///< as from parseServer(); no two servers have the same
    QString caFile = {}; ///< PEM; empty: the system's

    bool operator==(const SavedServer &) const = default;
};
