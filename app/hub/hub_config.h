#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <QProcessEnvironment>
#include <QSslCertificate>
#include <QUrl>

/// Where the Hub is and who we are there.
struct HubConfig {
    QUrl endpoint; ///< scheme, host, port and perhaps a path without '/' at its end
    Secret token; ///< empty: anonymous
    QByteArray userAgent;
    QList<QSslCertificate> authorities; ///< trusted beside the system's
    QString tokenSource = {}; ///< what named the token: "HF_TOKEN" and so on; empty when there is none
    bool offline = false; ///< the Hub is not to be asked for anything
    QUrl proxy = {}; ///< the way there, as from parseProxy(); empty: as the environment says

    /// \a hubUrl if it is not empty, else HF_ENDPOINT, else the real Hub; the token \a ofKeychain if it is not empty,
    /// else from \a tokenFile if that is not empty, else in the order of the real clients: HF_TOKEN,
    /// HUGGING_FACE_HUB_TOKEN, the file HF_TOKEN_PATH, the file token in HF_HOME. SSL_CERT_FILE names further
    /// certificate authorities, which Qt does not look at by itself. HF_HUB_OFFLINE (1, on, yes or true) is honoured.
    /// Error: InvalidArgument for an endpoint that is no http(s) URL, a token that no header may carry, a \a tokenFile
    /// that cannot be read or is empty, or a file of certificates that has none.
    static Result<HubConfig> fromEnvironment(const QString &hubUrl, const QProcessEnvironment &environment,
                                             const QString &tokenFile = {}, const Secret &ofKeychain = {});
};

/// \a text as a token for an Authorization header. Error: InvalidArgument (without quoting it).
Result<Secret> parseHubToken(QByteArrayView text);
