#pragma once

#include "client/api_client.h"
#include "connection/server_entry.h"

/// What talks to \a server: no proxy is asked on the way to the one inside this process.
std::unique_ptr<QNetworkAccessManager> networkFor(const ServerEntry &server);
/// \a server's client, which trusts what \a server names. \a network must outlive it.
std::unique_ptr<ApiClient> clientFor(const ServerEntry &server, QNetworkAccessManager &network);
