#include "hub/hub_config.h"

#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

QByteArray tokenFromFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(4096).trimmed() : QByteArray();
}

/// A token as it was found, and where.
struct FoundToken {
    QByteArray text;
    QString source;
};

FoundToken tokenOfEnvironment(const QProcessEnvironment &environment)
{
    for (const QString &name : {u"HF_TOKEN"_s, u"HUGGING_FACE_HUB_TOKEN"_s}) {
        const QByteArray token = environment.value(name).toUtf8().trimmed();
        if (!token.isEmpty())
            return {token, name};
    }
    if (environment.contains(u"HF_TOKEN_PATH"_s))
        return {tokenFromFile(environment.value(u"HF_TOKEN_PATH"_s)), u"HF_TOKEN_PATH"_s};
    const QString cache = environment.value(u"XDG_CACHE_HOME"_s, environment.value(u"HOME"_s) + u"/.cache"_s);
    return {tokenFromFile(environment.value(u"HF_HOME"_s, cache + u"/huggingface"_s) + u"/token"_s), u"HF_HOME"_s};
}

Result<FoundToken> findToken(const Secret &ofKeychain, const QString &file, const QProcessEnvironment &environment)
{
    if (!ofKeychain.isEmpty())
        return FoundToken{ofKeychain.reveal(), u"keychain"_s};
    if (file.isEmpty())
        return tokenOfEnvironment(environment);
    const QByteArray token = tokenFromFile(file);
    if (token.isEmpty()) {
        // Whoever names a file means a token: without it private repos would only seem not to exist.
        return fail(ErrorKind::InvalidArgument, u"--hf-token-file names %1, which holds no readable token"_s.arg(file),
                    u"write the token into it, readable for this user"_s);
    }
    return FoundToken{token, u"--hf-token-file"_s};
}

bool isTrue(const QString &text)
{
    const QString upper = text.trimmed().toUpper();
    return upper == "1"_L1 || upper == "ON"_L1 || upper == "YES"_L1 || upper == "TRUE"_L1;
}

Result<QList<QSslCertificate>> authoritiesFrom(const QString &path)
{
    if (path.isEmpty())
        return QList<QSslCertificate>();
    const auto certificates = QSslCertificate::fromPath(path);
    if (certificates.isEmpty()) {
        return fail(ErrorKind::InvalidArgument, u"SSL_CERT_FILE names %1, which holds no certificate"_s.arg(path),
                    u"give it a file in PEM format, or unset it"_s);
    }
    return certificates;
}

} // namespace

Result<Secret> parseHubToken(QByteArrayView text)
{
    const bool clean = std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (!clean || text.size() > 1024) {
        return fail(ErrorKind::InvalidArgument, u"the Hub token contains characters that no token has"_s,
                    u"check HF_TOKEN or the token's file"_s);
    }
    return Secret(text.toByteArray());
}

Result<HubConfig> HubConfig::fromEnvironment(const QString &hubUrl, const QProcessEnvironment &environment,
                                             const QString &tokenFile, const Secret &ofKeychain)
{
    QString address = hubUrl;
    if (address.isEmpty())
        address = environment.value(u"HF_ENDPOINT"_s);
    if (address.isEmpty())
        address = u"https://huggingface.co"_s;
    QUrl endpoint(address, QUrl::StrictMode);
    const bool usable = endpoint.isValid() && !endpoint.host().isEmpty() && endpoint.userInfo().isEmpty()
        && !endpoint.hasQuery() && !endpoint.hasFragment()
        && (endpoint.scheme() == "https"_L1 || endpoint.scheme() == "http"_L1);
    if (!usable) {
        return fail(ErrorKind::InvalidArgument, u"\"%1\" is not the URL of a Hub"_s.arg(address),
                    u"give --hub or HF_ENDPOINT as https://host"_s);
    }
    QString path = endpoint.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    endpoint.setPath(path);
    const auto found = findToken(ofKeychain, tokenFile, environment);
    if (!found)
        return failWith(found);
    const auto token = parseHubToken(found->text);
    if (!token)
        return failWith(token);
    const auto authorities = authoritiesFrom(environment.value(u"SSL_CERT_FILE"_s));
    if (!authorities)
        return failWith(authorities);
    return HubConfig{endpoint,
                     *token,
                     "shimmy-manager/" SHIMMY_MANAGER_VERSION,
                     *authorities,
                     token->isEmpty() ? QString() : found->source,
                     isTrue(environment.value(u"HF_HUB_OFFLINE"_s))};
}
