#include "base/sha256.h"

#include <openssl/evp.h>

#include <algorithm>
#include <new>

std::optional<Sha256> Sha256::fromHex(QByteArrayView hex)
{
    const auto isHexDigit = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    if (hex.size() != 64 || !std::all_of(hex.begin(), hex.end(), isHexDigit))
        return std::nullopt;
    return Sha256(QByteArray::fromHex(hex.toByteArray()));
}

QString Sha256::toHex() const
{
    return QString::fromLatin1(m_digest.toHex());
}

Sha256Hasher::Sha256Hasher()
    : m_context(EVP_MD_CTX_new(), EVP_MD_CTX_free)
{
    if (!m_context || EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) != 1)
        throw std::bad_alloc(); // OpenSSL fails here only without memory
}

void Sha256Hasher::add(QByteArrayView bytes)
{
    EVP_DigestUpdate(m_context.get(), bytes.data(), static_cast<size_t>(bytes.size()));
}

Sha256 Sha256Hasher::finish()
{
    QByteArray digest(EVP_MAX_MD_SIZE, Qt::Uninitialized);
    unsigned int length = 0;
    EVP_DigestFinal_ex(m_context.get(), reinterpret_cast<unsigned char *>(digest.data()), &length);
    digest.truncate(static_cast<qsizetype>(length));
    return Sha256(std::move(digest));
}

Sha256 sha256Of(QByteArrayView bytes)
{
    Sha256Hasher hasher;
    hasher.add(bytes);
    return hasher.finish();
}
