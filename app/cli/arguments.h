#pragma once

#include "cli/command_spec.h"

#include <QUrl>

#include <variant>

/// What shimmyctl was asked to do.
struct Arguments {
    QUrl server;
    QString apiKeyFile; ///< empty: none is named
    bool json = false;
    bool quiet = false;
    std::variant<QString, CommandMaker> order; ///< a QString: text to print, and that is all
};

/// \a words are those after the program's name. Looks at SHIMMYD_URL.
/// Error: InvalidArgument, with a sentence that says what to type.
Result<Arguments> parseArguments(const QStringList &words);
