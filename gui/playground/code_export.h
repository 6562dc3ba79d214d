#pragma once

#include "client/chat.h"

#include <QUrl>

/// A conversation as something that can be run, or read by a program, elsewhere. Text is quoted so that it arrives as
/// it is; characters that would hide what the code does (direction marks, control characters) are written as escapes.
/// A key is never part of it: with \a needsKey the code takes it from the environment, from SHIMMYD_API_KEY.

/// For a POSIX shell.
QString curlCommand(const QUrl &server, const ChatOrder &order, bool needsKey);
/// With the package openai.
QString pythonProgram(const QUrl &server, const ChatOrder &order, bool needsKey);
/// The request itself, indented.
QString requestJson(const ChatOrder &order);
