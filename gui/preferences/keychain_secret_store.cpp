#include "preferences/keychain_secret_store.h"

#include <QCoreApplication>
#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace {

const QString service = u"shimmy-manager"_s;

QString translated(const char *text)
{
    return QCoreApplication::translate("KeychainSecretStore", text);
}

Result<void> outcomeOf(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::NoError:
    case QKeychain::EntryNotFound: return {};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
    case QKeychain::CouldNotDeleteEntry:
        return fail(ErrorKind::Forbidden,
                    translated(QT_TRANSLATE_NOOP("KeychainSecretStore", "The keychain denies access")),
                    translated(QT_TRANSLATE_NOOP("KeychainSecretStore", "Unlock it and try again")));
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
    case QKeychain::OtherError: break; // also what a missing service is called by some of the backends
    }
    return fail(
        ErrorKind::Unsupported,
        translated(QT_TRANSLATE_NOOP("KeychainSecretStore", "There is no keychain: %1")).arg(job.errorString()));
}

void start(QKeychain::Job *job, const QString &name)
{
    job->setKey(name);
    job->setInsecureFallback(false);
    job->start(); // it deletes itself
}

} // namespace

void KeychainSecretStore::load(const QString &name, QObject *context, Callback<Secret> callback)
{
    auto *job = new QKeychain::ReadPasswordJob(service, QCoreApplication::instance());
    QObject::connect(job, &QKeychain::Job::finished, context, [job, callback = std::move(callback)] {
        const auto outcome = outcomeOf(*job);
        if (!outcome)
            return callback(failWith(outcome));
        callback(Secret(job->binaryData()));
    });
    start(job, name);
}

void KeychainSecretStore::save(const QString &name, const Secret &secret, QObject *context, Callback<void> callback)
{
    auto *job = new QKeychain::WritePasswordJob(service, QCoreApplication::instance());
    job->setBinaryData(secret.reveal());
    QObject::connect(job, &QKeychain::Job::finished, context,
                     [job, callback = std::move(callback)] { callback(outcomeOf(*job)); });
    start(job, name);
}

void KeychainSecretStore::remove(const QString &name, QObject *context, Callback<void> callback)
{
    auto *job = new QKeychain::DeletePasswordJob(service, QCoreApplication::instance());
    QObject::connect(job, &QKeychain::Job::finished, context,
                     [job, callback = std::move(callback)] { callback(outcomeOf(*job)); });
    start(job, name);
}
