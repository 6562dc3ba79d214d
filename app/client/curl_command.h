#pragma once

#include "client/api_call.h"

#include <QUrl>

/// The server that code for elsewhere speaks to. A key is never written out: the code takes it from the environment,
/// from SHIMMYD_API_KEY.
struct CodeTarget {
    QUrl server;
    bool needsKey = false;
    QString caFile = {}; ///< PEM, of the authority that has signed its certificate; empty: the system's
};

/// One word of a POSIX shell: nothing has a meaning between single quotes but the quote.
QString shellWord(const QString &text);
/// \a call as a line for a POSIX shell.
QString curlCommand(const CodeTarget &target, const ApiCall &call);
