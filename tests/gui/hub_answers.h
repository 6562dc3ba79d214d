#pragma once

#include "scripted_server.h"

/// What the API answers about the Hub, for a ScriptedServer, with \a changes.
QJsonObject foundRepo(const QString &name, const QJsonObject &changes = {});
QJsonObject hubFile(const QString &name, const QString &quantization, qint64 bytes, const QJsonObject &changes = {});
QJsonObject repoFiles(const QString &name, const QJsonArray &files, const QJsonObject &changes = {});

/// The line of the search for \a words in the order of downloads, as the window asks for a page.
QByteArray searchLine(const QByteArray &words, const QByteArray &more = {}, const QByteArray &cursor = {});
QByteArray filesLine(const QString &model);
QByteArray cardLine(const QString &model);

void answerSearch(ScriptedServer &server, const QByteArray &line, const QJsonArray &repos, const QString &next = {});
void answerFiles(ScriptedServer &server, const QString &name, const QJsonArray &files, const QJsonObject &changes = {});
/// A well-known repo with four files, of which Q4_K_M is recommended and F16 does not fit; returns its name. It is
/// asked for by \a address or, if that is empty, by its name.
QString answerUsualRepo(ScriptedServer &server, const QString &address = {});
