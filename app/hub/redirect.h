#pragma once

#include "base/result.h"

#include <QUrl>

/// Redirects a request may follow before it is a loop.
constexpr int maxRedirects = 5;

/// The same scheme, host and port: the only place a token may go to.
bool isSameOrigin(const QUrl &a, const QUrl &b);

/// Where \a location leads from \a from, for a Hub at \a endpoint. Qt would follow anything, with the token, so every
/// redirect is judged here. Error: HubFailed when it leads out of http(s), from https to http, to a link-local
/// address, or, unless the endpoint is on such an address itself, to a private or loopback address.
Result<QUrl> redirectTarget(const QUrl &from, const QByteArray &location, const QUrl &endpoint);
