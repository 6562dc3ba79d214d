#include "preferences/fallback_secret_store.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

using namespace Qt::StringLiterals;

FallbackSecretStore::FallbackSecretStore(std::unique_ptr<SecretStore> first, std::unique_ptr<SecretStore> other,
                                         std::chrono::milliseconds patience)
    : m_first(std::move(first))
    , m_other(std::move(other))
    , m_patience(patience)
    , m_alive(std::make_unique<QObject>())
{
}

FallbackSecretStore::~FallbackSecretStore() = default;

SecretStore::Place FallbackSecretStore::place() const
{
    return m_isFallenBack ? m_other->place() : m_first->place();
}

/// \a callback with what comes first: an answer, or that none came in time.
template <class T>
SecretStore::Callback<T> FallbackSecretStore::inTime(QObject *context, Callback<T> callback)
{
    const auto open = std::make_shared<Callback<T>>(std::move(callback));
    const QPointer<QObject> alive(m_alive.get());
    QTimer::singleShot(m_patience, context, [this, open, alive] {
        const auto once = std::exchange(*open, {});
        if (alive && once)
            m_isSilent = true;
        if (once)
            once(fail(ErrorKind::Unsupported, QObject::tr("the keychain does not answer")));
    });
    return [this, open, alive](const Result<T> &result) {
        if (alive && (result || result.error().kind != ErrorKind::Unsupported)) {
            m_isFallenBack = false;
            m_isSilent = false; // somebody has unlocked it
        }
        if (const auto once = std::exchange(*open, {}))
            once(result);
    };
}

bool FallbackSecretStore::mustFallBack(const Error &error)
{
    m_isFallenBack = error.kind == ErrorKind::Unsupported;
    return m_isFallenBack;
}

void FallbackSecretStore::load(const QString &name, QObject *context, Callback<Secret> callback)
{
    const QPointer<QObject> alive(m_alive.get());
    m_other->load(name, context, [this, alive, name, context, callback](const Result<Secret> &secret) {
        if (!alive)
            return;
        const bool isFound = secret && !secret->isEmpty();
        if (isFound || m_isSilent)
            callback(secret);
        else
            ask(name, secret, context, callback);
    });
}

/// \a otherwise is what the other store has said; it counts where the first one has nothing.
void FallbackSecretStore::ask(const QString &name, const Result<Secret> &otherwise, QObject *context,
                              const Callback<Secret> &callback)
{
    const QPointer<QObject> alive(m_alive.get());
    const auto take = [this, alive, otherwise, callback](const Result<Secret> &secret) {
        if (!alive)
            return;
        const bool hasNothing = secret ? secret->isEmpty() : mustFallBack(secret.error());
        callback(hasNothing ? otherwise : secret);
    };
    m_first->load(name, context, inTime<Secret>(context, take));
}

void FallbackSecretStore::save(const QString &name, const Secret &secret, QObject *context, Callback<void> callback)
{
    if (m_isSilent)
        return m_other->save(name, secret, context, std::move(callback));
    const QPointer<QObject> alive(m_alive.get());
    const auto take = [this, alive, name, secret, context, callback](const Result<void> &saved) {
        if (!alive)
            return;
        if (saved)
            m_other->remove(name, context, callback);
        else if (mustFallBack(saved.error()))
            m_other->save(name, secret, context, callback);
        else
            callback(saved);
    };
    m_first->save(name, secret, context, inTime<void>(context, take));
}

void FallbackSecretStore::remove(const QString &name, QObject *context, Callback<void> callback)
{
    if (m_isSilent)
        return m_other->remove(name, context, std::move(callback));
    const QPointer<QObject> alive(m_alive.get());
    const auto take = [this, alive, name, context, callback](const Result<void> &removed) {
        if (!alive)
            return;
        if (removed || mustFallBack(removed.error()))
            m_other->remove(name, context, callback);
        else
            callback(removed);
    };
    m_first->remove(name, context, inTime<void>(context, take));
}
