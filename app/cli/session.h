#pragma once

class ApiClient;
class Terminal;

/// What every command works with. Both outlive the command.
struct Session {
    ApiClient &client;
    Terminal &terminal;
    bool json = false; ///< results are what the server said, as JSON
};
