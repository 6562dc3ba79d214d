#pragma once

#include "download/download_request.h"
#include "store/part_plan.h"

#include <QDateTime>

/// An accepted pull as it survives a restart. Without a token: after a restart the configured one is used.
struct JobRecord {
    enum class Wish { Run, Pause };

    QString id;
    DownloadRequest request;
    std::optional<PartPlan> plan; ///< once the Hub has said what the file is: a restart stays at that commit
    Wish wish = Wish::Run;
    std::optional<Error> error; ///< it failed, and waits for a retry
    qint64 order = 0; ///< among those of its priority, the lower goes first
    QDateTime createdAt; ///< UTC

    QJsonObject toJson() const;
    static Result<JobRecord> fromJson(const QJsonObject &json);
};
