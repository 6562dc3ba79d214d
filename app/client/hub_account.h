#pragma once

#include <QJsonObject>
#include <QStringList>

/// Whose Hub token a server uses: the answer to whoAmICall().
struct HubAccount {
    QString hub; ///< its address
    QString name; ///< empty: nobody's
    QString fullName;
    QStringList organisations;
    QString tokenSource; ///< the server's word: X-HF-Token, keychain, HF_TOKEN, …; empty: there is no token
    QString tokenName;
    QString tokenRole;

    static HubAccount fromJson(const QJsonObject &json);
};
