#pragma once

#include <QByteArray>
#include <QString>

/// What a server says of itself, for tests and pictures.
namespace ServerAnswers {

/// To GET /v1/api/shimmy: one serves, one drains, one waits, and things have happened.
QByteArray shimmy();
/// To the same: it cannot be started.
QByteArray failedShimmy();
/// To GET /v1/api/doctor: one of each kind.
QByteArray examination();
/// A line of the log.
QByteArray logLine(const char *level, const char *category, const QByteArray &message);
/// A beginning as a server writes it.
QByteArray log();
/// To GET /v1/api/files for \a repo: one file, of \a bytes; \a installedAs may be empty.
QByteArray files(const QString &repo, qint64 bytes, bool fits = true, const QString &installedAs = {});
/// The first line of that request.
QByteArray filesLine(const QString &repo);
/// To GET /v1/api/whoami.
QByteArray account(const QByteArray &name);
/// An error of ours.
QByteArray error(const QByteArray &code, const QByteArray &message, const QByteArray &hint);

inline constexpr auto logRequest = "GET /v1/api/logs?follow=true&limit=2000";

} // namespace ServerAnswers
