#pragma once

#include "base/error.h"
#include "client/api_call.h"

#include <QDateTime>
#include <QList>

/// A download as the server tells of it.
struct Job {
    QString id;
    QString repo;
    QString filename; ///< empty: not chosen yet
    QString quantization; ///< asked for instead of a file; may be empty
    QString state; ///< the server's word: queued, downloading, paused, …
    qint64 completedBytes = 0;
    qint64 totalBytes = 0; ///< 0: not known
    double percent = 0;
    qint64 bytesPerSecond = 0;
    std::optional<qint64> etaSeconds;
    int position = 0; ///< among those that wait; 0: does not wait
    QString error; ///< why it has failed or waits; empty if it has not
    QString hint; ///< what to do about that; may be empty
    QString modelId; ///< of a complete one
    QDateTime createdAt;

    bool isOver() const;
    static Job fromJson(const QJsonObject &json);
    static QList<Job> listFromJson(const QJsonObject &answer);
};

ApiCall listJobsCall();
ApiCall getJobCall(const QString &id);
/// \a verb: pause, resume or retry.
ApiCall orderJobCall(const QString &id, const QString &verb);
ApiCall cancelJobCall(const QString &id, bool keepPart);
/// \a position 0 is the next one.
ApiCall moveJobCall(const QString &id, int position);
