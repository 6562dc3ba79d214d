#include "http/request_id.h"

#include <QRandomGenerator>

#include <algorithm>

namespace {

bool isHarmless(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_'
        || c == '-';
}

} // namespace

QByteArray requestId(QByteArrayView fromClient)
{
    if (!fromClient.isEmpty() && fromClient.size() <= 64 && std::ranges::all_of(fromClient, isHarmless))
        return fromClient.toByteArray();
    return QByteArray::number(QRandomGenerator::global()->generate64(), 16).rightJustified(16, '0');
}
