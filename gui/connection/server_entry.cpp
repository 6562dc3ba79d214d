#include "connection/server_entry.h"

#include <QHostAddress>

using namespace Qt::StringLiterals;

bool ServerEntry::isOnThisComputer() const
{
    return isEmbedded || url.host() == "localhost"_L1 || QHostAddress(url.host()).isLoopback();
}
