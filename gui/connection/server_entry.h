#pragma once

#include "base/secret.h"
#include "client/curl_command.h"

#include <QString>
#include <QUrl>

/// A shimmyd that the window can show.
struct ServerEntry {
    QString name; ///< for people
    QUrl url; ///< as from parseServer(); empty for the one inside this process, which takes its port when it starts
    Secret apiKey = {}; ///< empty: none
    QString caFile = {}; ///< PEM, of the authority that has signed its certificate; empty: the system's
    bool isEmbedded = false; ///< runs inside this process

    /// Whether paths of this computer mean the same there.
    bool isOnThisComputer() const;
    /// For code that speaks to it from elsewhere.
    CodeTarget target() const { return {url, !apiKey.isEmpty(), caFile}; }
};
