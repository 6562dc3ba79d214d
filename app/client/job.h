#pragma once

#include "base/error.h"
#include "client/api_call.h"

#include <QDateTime>
#include <QList>

/// One connection of a download that runs.
struct JobSegment {
    qint64 begin = 0; ///< of the file, in bytes
    qint64 end = 0;
    qint64 position = 0; ///< up to here it has come
    QString state; ///< the server's word: connecting, receiving, waiting, …
    qint64 bytesPerSecond = 0;

    friend bool operator==(const JobSegment &, const JobSegment &) = default;
};

/// A download as the server tells of it.
struct Job {
    QString id;
    QString repo;
    QString filename; ///< empty: not chosen yet
    QString quantization; ///< asked for instead of a file; may be empty
    QString revision;
    QString commit; ///< empty: not known yet
    QString sha256; ///< empty: the Hub tells none, or not yet
    QString state; ///< the server's word: queued, downloading, paused, …
    qint64 completedBytes = 0;
    qint64 totalBytes = 0; ///< 0: not known
    double percent = 0;
    qint64 bytesPerSecond = 0;
    std::optional<qint64> etaSeconds;
    int priority = 0; ///< the higher goes first
    int position = 0; ///< among those that wait; 0: does not wait
    int attempts = 0; ///< connections that were begun anew
    QString error; ///< why it has failed or waits; empty if it has not
    QString hint; ///< what to do about that; may be empty
    QString lastError; ///< the last trouble that did not end it; empty if there was none
    QString lastHint; ///< what to do about that; may be empty
    QString modelId; ///< of a complete one
    QDateTime createdAt;
    QList<JobSegment> segments; ///< of one that runs, when it was asked for alone

    bool isOver() const;
    static Job fromJson(const QJsonObject &json);
    static QList<Job> listFromJson(const QJsonObject &answer);
    friend bool operator==(const Job &, const Job &) = default;
};

ApiCall listJobsCall();
ApiCall getJobCall(const QString &id);
/// \a verb: pause, resume or retry.
ApiCall orderJobCall(const QString &id, const QString &verb);
ApiCall cancelJobCall(const QString &id, bool keepPart);
/// \a position 0 is the next one.
ApiCall moveJobCall(const QString &id, int position);
