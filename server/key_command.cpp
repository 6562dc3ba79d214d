#include "key_command.h"

#include "access/api_keys.h"

#include <QFile>

#include <cstdio>

using namespace Qt::StringLiterals;

Result<KeyCommandOutput> makeKey(const QString &owner)
{
    const Secret key = newKey();
    const auto hashed = hashedKey(owner.toUtf8(), key);
    if (!hashed)
        return failWith(hashed);
    return KeyCommandOutput{QString::fromLatin1(hashed->toLine() + '\n'),
                            u"The key of %1 is %2\nIt is not kept anywhere and cannot be shown again.\n"_s.arg(
                                QString::fromLatin1(hashed->name), QString::fromLatin1(key.reveal()))};
}

Result<KeyCommandOutput> hashKeyOfStdin(const QString &owner)
{
    constexpr qint64 mostBytes = 4096;
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return fail(ErrorKind::InvalidArgument, u"the key cannot be read from stdin"_s);
    const auto hashed = hashedKey(owner.toUtf8(), Secret(input.readLine(mostBytes).trimmed()));
    if (!hashed)
        return failWith(hashed);
    return KeyCommandOutput{QString::fromLatin1(hashed->toLine() + '\n'), {}};
}
