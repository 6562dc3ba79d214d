#pragma once

/// Who may use a route once there are keys.
enum class Access {
    Open, ///< everybody
    AnyKey, ///< whoever has a key, whatever it is for
    Inference, ///< keys with the scope "inference"
    Manage, ///< keys with the scope "manage"
};
