#pragma once

#include "preferences/secret_store.h"

#include <QHash>
#include <QThreadPool>

/// Keeps secrets in one file that only its owner can read (0600, also before there is anything in it): where there is
/// no keychain.
class FileSecretStore final : public SecretStore {
public:
    explicit FileSecretStore(const QString &file);
    /// Waits until all is written.
    ~FileSecretStore() override;

    void load(const QString &name, QObject *context, Callback<Secret> callback) override;
    void save(const QString &name, const Secret &secret, QObject *context, Callback<void> callback) override;
    void remove(const QString &name, QObject *context, Callback<void> callback) override;
    Place place() const override { return Place::File; }

private:
    const QString m_file;
    QThreadPool m_disk; ///< one thread, so that orders keep their sequence
};
