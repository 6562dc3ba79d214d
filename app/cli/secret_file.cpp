#include "cli/secret_file.h"

#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longest = 4096;

} // namespace

Result<Secret> parseSecret(const QByteArray &text, const QString &where)
{
    const QByteArray secret = text.trimmed();
    const bool isPrintable = std::all_of(secret.begin(), secret.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    if (secret.isEmpty() || secret.size() >= longest || !isPrintable)
        return fail(ErrorKind::InvalidArgument, u"%1 has no key or token"_s.arg(where));
    return Secret(secret);
}

Result<Secret> readSecretFile(const QString &path)
{
    if (path.isEmpty())
        return Secret();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::InvalidArgument, u"%1 cannot be read: %2"_s.arg(path, file.errorString()));
    return parseSecret(file.readLine(longest + 2), u"the first line of "_s + path);
}
