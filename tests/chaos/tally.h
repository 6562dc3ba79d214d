#pragma once

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

/// What a session of chaos has done and found.
struct Tally {
    QMap<QString, int> kills; ///< by their kind
    int runs = 0;
    int restarts = 0;
    int accepted = 0; ///< jobs whose client was told so
    int completed = 0;
    int failed = 0; ///< with a reason; each was retried, and completed
    int unaccepted = 0; ///< pulls whose client was not told anything before the kill
    int completeRead = 0; ///< kills before which `complete` was read
    int claimsCompared = 0; ///< journal ranges that were compared with the data
    QList<qint64> twice; ///< bytes sent that the journal did not hold after a kill, each
    QList<qint64> unrecorded; ///< bytes reported as done that the journal did not hold after a kill, each
    QStringList violations;
    bool quiet = false; ///< violations are not told at once

    int allKills() const;
    /// The counts as a table.
    QString toString() const;
};
