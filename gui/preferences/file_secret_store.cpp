#include "preferences/file_secret_store.h"

#include "base/background.h"
#include "base/json.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace {

constexpr QFileDevice::Permissions ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr qint64 mostBytes = 1 << 20;

QString translated(const char *text)
{
    return QCoreApplication::translate("FileSecretStore", text);
}

tl::unexpected<Error> failure(const QString &path, const QString &why)
{
    return fail(ErrorKind::DiskFailed,
                translated(QT_TRANSLATE_NOOP("FileSecretStore", "The secrets in %1 cannot be kept: %2")).arg(path, why),
                translated(QT_TRANSLATE_NOOP("FileSecretStore", "Make the file writable for you, or remove it")));
}

Result<QJsonObject> readAll(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return QJsonObject();
    const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup
        | QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;
    if (file.permissions() & others)
        file.setPermissions(ownerOnly);
    if (!file.open(QIODevice::ReadOnly))
        return failure(path, file.errorString());
    const QByteArray bytes = file.read(mostBytes);
    return bytes.isEmpty() ? QJsonObject() : parseJsonObject(bytes, path);
}

Result<void> writeAll(const QString &path, const QJsonObject &secrets)
{
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    // Before anything is in it; what was there is replaced by rename.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(ownerOnly))
        return failure(path, file.errorString());
    const QByteArray bytes = toJson(secrets);
    if (file.write(bytes) != bytes.size() || !file.commit())
        return failure(path, file.errorString());
    return {};
}

Result<void> change(const QString &path, const QString &name, const Secret &secret)
{
    auto secrets = readAll(path);
    if (!secrets)
        return failWith(secrets);
    if (secret.isEmpty() && !secrets->contains(name))
        return {};
    if (secret.isEmpty())
        secrets->remove(name);
    else
        secrets->insert(name, QString::fromLatin1(secret.reveal().toBase64()));
    return writeAll(path, *secrets);
}

} // namespace

FileSecretStore::FileSecretStore(const QString &file)
    : m_file(file)
{
    m_disk.setMaxThreadCount(1);
}

FileSecretStore::~FileSecretStore()
{
    m_disk.waitForDone();
}

void FileSecretStore::load(const QString &name, QObject *context, Callback<Secret> callback)
{
    runInBackground(
        m_disk, context,
        [path = m_file, name]() -> Result<Secret> {
            const auto secrets = readAll(path);
            if (!secrets)
                return failWith(secrets);
            return Secret(QByteArray::fromBase64(secrets->value(name).toString().toLatin1()));
        },
        std::move(callback));
}

void FileSecretStore::save(const QString &name, const Secret &secret, QObject *context, Callback<void> callback)
{
    runInBackground(
        m_disk, context, [path = m_file, name, secret] { return change(path, name, secret); }, std::move(callback));
}

void FileSecretStore::remove(const QString &name, QObject *context, Callback<void> callback)
{
    save(name, {}, context, std::move(callback));
}
