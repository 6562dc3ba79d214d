#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <functional>

class QObject;
class QUrl;

/// Where tokens and keys are kept, each under a name of its own. Used from one thread, whose event loop it never
/// blocks: callbacks come later, and are dropped when their context dies.
class SecretStore {
public:
    template <class T>
    using Callback = std::function<void(Result<T>)>;
    enum class Place {
        Keychain, ///< the system's
        File, ///< that only its owner can read
    };

    SecretStore() = default;
    virtual ~SecretStore() = default;
    SecretStore(const SecretStore &) = delete;
    SecretStore &operator=(const SecretStore &) = delete;

    /// Hands over an empty secret when there is none. Errors, of all three: Unsupported (there is no such store here),
    /// Forbidden (the user or the system denies access), DiskFailed.
    virtual void load(const QString &name, QObject *context, Callback<Secret> callback) = 0;
    virtual void save(const QString &name, const Secret &secret, QObject *context, Callback<void> callback) = 0;
    /// No error when there is none.
    virtual void remove(const QString &name, QObject *context, Callback<void> callback) = 0;
    /// As far as is known; the first call may still change it.
    virtual Place place() const = 0;
};

/// The name of the Hub token of the service inside this process.
QString hubTokenName();
/// The name of the API key that the service inside this process asks for.
QString serviceKeyName();
/// The name of the API key for the server at \a url.
QString serverKeyName(const QUrl &url);
