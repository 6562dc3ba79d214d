#pragma once

#include "preferences/secret_store.h"

#include <chrono>
#include <memory>

/// Keeps secrets in one store, and in another where the first is not there, or does not answer in time. Of one that was
/// silent nothing more is asked until it answers after all.
///
/// What the other has from days without the first one is newer and counts; it leaves it with the next save().
class FallbackSecretStore final : public SecretStore {
public:
    /// \a patience is long enough for people to unlock a keychain.
    FallbackSecretStore(std::unique_ptr<SecretStore> first, std::unique_ptr<SecretStore> other,
                        std::chrono::milliseconds patience = std::chrono::seconds(20));
    ~FallbackSecretStore() override;

    void load(const QString &name, QObject *context, Callback<Secret> callback) override;
    void save(const QString &name, const Secret &secret, QObject *context, Callback<void> callback) override;
    void remove(const QString &name, QObject *context, Callback<void> callback) override;
    Place place() const override;

private:
    template <class T>
    Callback<T> inTime(QObject *context, Callback<T> callback);
    void ask(const QString &name, const Result<Secret> &otherwise, QObject *context, const Callback<Secret> &callback);
    bool mustFallBack(const Error &error);

    std::unique_ptr<SecretStore> m_first;
    std::unique_ptr<SecretStore> m_other;
    const std::chrono::milliseconds m_patience;
    std::unique_ptr<QObject> m_alive; ///< context of what refers to this
    bool m_isFallenBack = false; ///< at the last order
    bool m_isSilent = false;
};
