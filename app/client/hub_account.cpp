#include "client/hub_account.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

HubAccount HubAccount::fromJson(const QJsonObject &json)
{
    HubAccount account;
    account.hub = json.value("hub"_L1).toString();
    account.name = json.value("name"_L1).toString();
    account.fullName = json.value("fullname"_L1).toString();
    for (const auto each : json.value("orgs"_L1).toArray())
        account.organisations += each.toString();
    const QJsonObject token = json.value("token"_L1).toObject();
    account.tokenSource = token.value("source"_L1).toString();
    account.tokenName = token.value("name"_L1).toString();
    account.tokenRole = token.value("role"_L1).toString();
    return account;
}
