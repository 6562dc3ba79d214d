#pragma once

#include "api/api_context.h"
#include "api/error_answer.h"
#include "api/pull_request.h"
#include "download/download.h"

/// Answers \a exchange with the progress of \a download, as the request asked: NDJSON lines, or one object at the
/// end. A client that leaves loses its view; the download goes on.
void streamPull(const ApiContext &context, const ExchangePtr &exchange, const PullRequest &pull,
                const std::shared_ptr<Download> &download);

/// Answers \a exchange for a \a model that is there already.
void sendInstalled(const ApiContext &context, const ExchangePtr &exchange, const PullRequest &pull, const Model &model);
