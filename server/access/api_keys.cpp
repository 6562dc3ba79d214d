#include "access/api_keys.h"

#include <QRandomGenerator>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype shortestKey = 16;
constexpr qsizetype longestKey = 512;
constexpr qsizetype longestName = 64;
constexpr qsizetype longestSalt = 64;
constexpr qsizetype mostKeys = 100;
constexpr qsizetype digestBytes = 32;

QByteArray randomBytes(qsizetype count)
{
    QByteArray bytes(count, Qt::Uninitialized);
    auto *random = QRandomGenerator::system();
    std::generate(bytes.begin(), bytes.end(), [random] { return static_cast<char>(random->bounded(256)); });
    return bytes;
}

QByteArray digestOf(const QByteArray &salt, QByteArrayView key)
{
    const QByteArray bytes = salt + key;
    QByteArray digest(digestBytes, '\0');
    EVP_Digest(bytes.constData(), static_cast<size_t>(bytes.size()), reinterpret_cast<unsigned char *>(digest.data()),
               nullptr, EVP_sha256(), nullptr);
    return digest;
}

bool isName(QByteArrayView text)
{
    return !text.isEmpty() && text.size() <= longestName && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_'
            || c == '-';
    });
}

/// What a header can carry and a list can separate.
bool isKey(QByteArrayView text)
{
    return text.size() >= shortestKey && text.size() <= longestKey
        && std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && c != ':'; });
}

bool isHex(QByteArrayView text)
{
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

Result<ApiKey> parseLine(const QByteArray &line)
{
    const QList<QByteArray> parts = line.split(':');
    if (parts.size() != 5 || parts[2] != "sha256") {
        return fail(ErrorKind::InvalidArgument, u"is not NAME:SCOPES:sha256:SALT:HASH"_s,
                    u"shimmyd --new-key NAME:SCOPES makes such a line, --hash-key one for a key that you have"_s);
    }
    const auto scopes = KeyScopes::parse(parts[1]);
    if (!scopes)
        return failWith(scopes);
    const bool isSalt = !parts[3].isEmpty() && parts[3].size() <= longestSalt && isHex(parts[3]);
    if (!isName(parts[0]) || !isSalt || parts[4].size() != 2 * digestBytes || !isHex(parts[4]))
        return fail(ErrorKind::InvalidArgument, u"has a wrong name, salt or hash"_s);
    return ApiKey{parts[0], *scopes, parts[3], QByteArray::fromHex(parts[4])};
}

} // namespace

Result<KeyScopes> KeyScopes::parse(QByteArrayView text)
{
    KeyScopes scopes;
    for (const QByteArray &scope : text.toByteArray().split(',')) {
        if (scope == "inference")
            scopes.inference = true;
        else if (scope == "manage")
            scopes.manage = true;
        else
            return fail(ErrorKind::InvalidArgument,
                        u"has other scopes than \"inference\", \"manage\" or \"inference,manage\""_s);
    }
    return scopes;
}

QByteArray KeyScopes::toText() const
{
    return inference && manage ? "inference,manage" : inference ? "inference" : "manage";
}

QByteArray ApiKey::toLine() const
{
    return name + ':' + scopes.toText() + ":sha256:" + salt + ':' + digest.toHex();
}

Result<ApiKeys> ApiKeys::parseFile(QByteArrayView text)
{
    ApiKeys keys;
    int number = 0;
    for (const QByteArray &raw : text.toByteArray().split('\n')) {
        ++number;
        const QByteArray line = raw.trimmed();
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        const auto key = parseLine(line);
        ApiKeys one;
        if (key)
            one.m_keys += *key;
        const auto added = key ? keys.add(one) : failWith(key);
        if (!added) {
            return fail(ErrorKind::InvalidArgument, u"line %1 %2"_s.arg(number).arg(added.error().message),
                        added.error().hint);
        }
    }
    return keys;
}

Result<ApiKeys> ApiKeys::parseClear(const Secret &text)
{
    ApiKeys keys;
    for (const QByteArray &entry : text.reveal().simplified().split(' ')) {
        if (entry.isEmpty())
            continue;
        const qsizetype colon = entry.lastIndexOf(':');
        const QByteArray owner = colon < 0 ? QByteArray("default:inference,manage") : entry.first(colon);
        const auto key = hashedKey(owner, Secret(entry.sliced(colon + 1)));
        if (!key)
            return failWith(key);
        ApiKeys one;
        one.m_keys += *key;
        if (const auto added = keys.add(one); !added)
            return failWith(added);
    }
    return keys;
}

Result<void> ApiKeys::add(const ApiKeys &others)
{
    for (const ApiKey &key : others.m_keys) {
        const auto hasItsName = [&key](const ApiKey &other) { return other.name == key.name; };
        if (std::ranges::any_of(m_keys, hasItsName)) {
            return fail(ErrorKind::InvalidArgument, u"is a second key called %1"_s.arg(QString::fromLatin1(key.name)));
        }
        if (m_keys.size() >= mostKeys)
            return fail(ErrorKind::InvalidArgument, u"is one more than %1 keys"_s.arg(mostKeys));
        m_keys += key;
    }
    return {};
}

const ApiKey *ApiKeys::find(QByteArrayView presented) const
{
    if (presented.size() > longestKey)
        return nullptr; // or whoever has no key could have kilobytes hashed a hundred times
    const ApiKey *found = nullptr;
    for (const ApiKey &key : m_keys) { // all of them: the time must not tell which
        if (CRYPTO_memcmp(digestOf(key.salt, presented).constData(), key.digest.constData(), digestBytes) == 0)
            found = &key;
    }
    return found;
}

Result<ApiKey> hashedKey(const QByteArray &owner, const Secret &presented)
{
    const qsizetype colon = owner.indexOf(':');
    if (colon < 0 || !isName(owner.first(colon))) {
        return fail(ErrorKind::InvalidArgument, u"a key belongs to NAME:SCOPES"_s,
                    u"use for example alice:inference or admin:inference,manage"_s);
    }
    const QByteArray name = owner.first(colon);
    const auto scopes = KeyScopes::parse(owner.sliced(colon + 1));
    if (!scopes)
        return fail(ErrorKind::InvalidArgument,
                    u"the key %1 %2"_s.arg(QString::fromLatin1(name), scopes.error().message));
    if (!isKey(presented.reveal())) {
        return fail(ErrorKind::InvalidArgument,
                    u"the key %1 must have %2 to %3 characters without spaces and colons, so that nobody guesses it"_s
                        .arg(QString::fromLatin1(name))
                        .arg(shortestKey)
                        .arg(longestKey),
                    u"shimmyd --new-key %1 makes one"_s.arg(QString::fromLatin1(owner)));
    }
    const QByteArray salt = randomBytes(8).toHex();
    return ApiKey{name, *scopes, salt, digestOf(salt, presented.reveal())};
}

Secret newKey()
{
    constexpr qsizetype keyBytes = 32;
    return Secret("shm_"
                  + randomBytes(keyBytes).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}
