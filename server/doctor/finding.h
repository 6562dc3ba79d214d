#pragma once

#include <QString>

#include <functional>

/// What one check has found.
struct Finding {
    enum class Status {
        Ok,
        Warn, ///< works, but not for long or not for everything
        Fail,
        Skipped, ///< could not be tried, or need not be
    };
    Status status = Status::Skipped;
    QString seen; ///< one sentence
    QString remedy = {}; ///< what to do; empty when there is nothing to do
};

/// Takes what a check has found, once.
using Found = std::function<void(const Finding &)>;
