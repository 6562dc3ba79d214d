#pragma once

#include "client/chat.h"
#include "client/curl_command.h"

/// A conversation as something that can be run, or read by a program, elsewhere. Text is quoted so that it arrives as
/// it is; characters that would hide what the code does (direction marks, control characters) are written as escapes.

/// For a POSIX shell.
QString curlCommand(const CodeTarget &target, const ChatOrder &order);
/// With the package openai.
QString pythonProgram(const CodeTarget &target, const ChatOrder &order);
/// The request itself, indented.
QString requestJson(const ChatOrder &order);
