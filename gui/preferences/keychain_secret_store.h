#pragma once

#include "preferences/secret_store.h"

/// Keeps secrets in the system's keychain: Secret Service (GNOME Keyring, KeePassXC), KWallet.
class KeychainSecretStore final : public SecretStore {
public:
    void load(const QString &name, QObject *context, Callback<Secret> callback) override;
    void save(const QString &name, const Secret &secret, QObject *context, Callback<void> callback) override;
    void remove(const QString &name, QObject *context, Callback<void> callback) override;
    Place place() const override { return Place::Keychain; }
};
