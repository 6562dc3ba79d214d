#pragma once

#include "base/result.h"
#include "download/download_request.h"
#include "http/http_request.h"

#include <QJsonObject>

/// A checked POST /v1/api/pull.
struct PullRequest {
    DownloadRequest download;
    QString model; ///< as the client wrote it, for the answers
    QString filename; ///< as the client wrote it; empty when it named none
    bool queue = false;
    bool stream = true;

    /// Reads \a body and the X-HF-Token of \a request. Error: InvalidArgument, in the original's words where the
    /// original had some.
    static Result<PullRequest> parse(const QJsonObject &body, const HttpRequest &request, const QString &endpointHost);
};
