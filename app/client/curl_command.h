#pragma once

#include "client/api_call.h"

#include <QUrl>

/// \a call to \a server as a line for a POSIX shell. A key is never written out: with \a wantsKey the line takes it
/// from the variable SHIMMYD_API_KEY.
QString curlCommand(const QUrl &server, const ApiCall &call, bool wantsKey);
