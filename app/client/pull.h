#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <QJsonObject>

/// What POST /v1/api/pull is asked for.
struct PullOrder {
    QString model; ///< repo, repo:QUANT or a Hub URL
    QString filename = {}; ///< empty: chosen by quantization
    QString quantization = {}; ///< "auto" or a tag; empty if the others name the file
    QString revision = {}; ///< empty: main
    bool force = false; ///< look on the Hub for something newer than what is installed
    int priority = 0; ///< the higher goes first
    Secret hubToken = {}; ///< for this pull; empty: the server's own

    QJsonObject toJson() const;
};

/// One line of a pull's answer. Members that a status has no use for keep their defaults.
struct PullEvent {
    enum class Status { Starting, Queued, Downloading, Verifying, Loading, Paused, Waiting, Complete, Unknown };

    Status status = Status::Unknown;
    QString filename;
    QString jobId; ///< of Starting; empty if there is nothing to download
    QString reason; ///< of Waiting
    QString modelId; ///< of Complete: what to call the model in requests
    int position = 0; ///< of Queued: 1 is the next
    qint64 completedBytes = 0;
    qint64 totalBytes = 0;
    double percent = 0;
    qint64 bytesPerSecond = 0;
    std::optional<qint64> etaSeconds;
    double seconds = 0; ///< of Complete: how long the pull took

    static PullEvent fromJson(const QJsonObject &json);
};
