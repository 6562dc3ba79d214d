#pragma once

/// Who may use a route once there are keys.
enum class Access {
    Open, ///< everybody
    AnyKey, ///< whoever has a key, whatever it is for; everybody where inference is open
    Inference, ///< keys with the scope "inference"
    Manage, ///< keys with the scope "manage"
    Mirror, ///< whoever has a key, whatever it is for, also where inference is open: private models are files here
};
