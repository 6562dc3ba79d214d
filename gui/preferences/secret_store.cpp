#include "preferences/secret_store.h"

#include <QUrl>

using namespace Qt::StringLiterals;

QString hubTokenName()
{
    return u"hub-token"_s;
}

QString serviceKeyName()
{
    return u"service-key"_s;
}

QString serverKeyName(const QUrl &url)
{
    return u"server:"_s + url.toString(QUrl::FullyEncoded | QUrl::StripTrailingSlash);
}
