#include "access/authorization.h"

#include "access/key_ring.h"

using namespace Qt::StringLiterals;

namespace {

QByteArray presentedKey(const HttpRequest &request)
{
    constexpr QByteArrayView scheme = "bearer ";
    const QByteArray authorization = request.field("authorization");
    if (authorization.size() > scheme.size() && authorization.first(scheme.size()).toLower() == scheme)
        return authorization.sliced(scheme.size()).trimmed();
    return request.field("x-api-key").trimmed();
}

bool mayUse(const KeyScopes &scopes, Access access)
{
    switch (access) {
    case Access::Open:
    case Access::AnyKey:
    case Access::Mirror: return true;
    case Access::Inference: return scopes.inference;
    case Access::Manage: return scopes.manage;
    }
    Q_UNREACHABLE();
}

} // namespace

Result<QByteArray> Authorization::check(const HttpRequest &request, Access access) const
{
    if (access == Access::Open || !m_ring.isInUse())
        return QByteArray();
    const bool isOpen = m_inferenceOpen && (access == Access::Inference || access == Access::AnyKey);
    const QByteArray presented = presentedKey(request);
    const ApiKey *key = presented.isEmpty() ? nullptr : m_ring.keys().find(presented);
    if (!key && isOpen) // many clients send something, because they cannot send nothing
        return QByteArray();
    if (!key) {
        return fail(ErrorKind::InvalidApiKey,
                    presented.isEmpty() ? u"this service wants an API key"_s : u"this API key is not valid"_s,
                    u"send it as Authorization: Bearer KEY, or as x-api-key: KEY"_s);
    }
    if (!isOpen && !mayUse(key->scopes, access)) {
        return fail(ErrorKind::InsufficientScope,
                    u"the API key %1 is for %2, not for this"_s.arg(QString::fromLatin1(key->name),
                                                                    QString::fromLatin1(key->scopes.toText())),
                    u"use one with the scope \"%1\""_s.arg(access == Access::Manage ? u"manage"_s : u"inference"_s));
    }
    return key->name;
}
