#include "api/version_route.h"

#include "api/health_route.h"

using namespace Qt::StringLiterals;

void getVersion(const ApiContext &context, RoutedRequest request)
{
    sendJson(*request.exchange, 200,
             {{u"name"_s, u"shimmyd"_s},
              {u"version"_s, u"" SHIMMY_MANAGER_VERSION ""_s},
              {u"api"_s, u"v1"_s},
              {u"qt"_s, QString::fromLatin1(qVersion())},
              {u"shimmy"_s, shimmyVersion(context.supervisor)}});
}
