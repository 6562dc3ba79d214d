#pragma once

#include "base/error.h"

#include <tl/expected.hpp>

/// A value or an Error. No exception crosses a room.
template <class T>
using Result = tl::expected<T, Error>;

/// Returns an Error from a function that answers a Result.
inline tl::unexpected<Error> fail(ErrorKind kind, QString message, QString hint = {}, bool retryable = false)
{
    return tl::unexpected<Error>(Error{kind, std::move(message), std::move(hint), retryable, {}});
}

/// Hands on the Error of \a failed as another Result's.
template <class T>
tl::unexpected<Error> failWith(const Result<T> &failed)
{
    return tl::unexpected<Error>(failed.error());
}
