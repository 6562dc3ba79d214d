#pragma once

#include "client/api_client.h"
#include "connection/server_entry.h"

/// \a server's client, which trusts what \a server names. No proxy is asked on the way to the one inside this process.
std::unique_ptr<ApiClient> clientFor(const ServerEntry &server);
