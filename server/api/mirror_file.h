#pragma once

#include "api/api_context.h"
#include "api/mirror_repo.h"
#include "http/exchange.h"

/// Answers as the Hub's resolve does, but with the bytes at once: no other server has them. 503 when so many files are
/// being sent that descriptors run short.
void sendMirrorFile(const ApiContext &context, Exchange &exchange, const MirrorRepo &repo, const QString &revision,
                    const QString &path);

/// An error as the Hub words it; \a code is the X-Error-Code, \a commit the X-Repo-Commit, both may be empty.
void sendMirrorError(Exchange &exchange, int status, const QByteArray &code, const QString &message,
                     const QString &commit = {});
