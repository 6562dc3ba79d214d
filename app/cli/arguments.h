#pragma once

#include "base/result.h"
#include "client/chat.h"
#include "client/pull.h"

#include <QUrl>

#include <variant>

/// What shimmyctl was asked to do.
struct Arguments {
    struct List { };
    struct Status { };
    /// The prompt may be empty: it is then read from the standard input.
    struct Run {
        ChatOrder order;
        QString prompt;
        QString system;
        bool raw = false; ///< without a chat template
    };
    using Order = std::variant<QString, PullOrder, Run, List, Status>; ///< a QString: text to print, and that is all

    QUrl server;
    Order order;
};

/// Error: InvalidArgument, with a sentence that says what to type.
Result<Arguments> parseArguments(int argc, const char *const *argv);
