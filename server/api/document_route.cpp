#include "api/document_route.h"

#include "api/document/api_document.h"

void getOpenApi(const ApiContext &, RoutedRequest request)
{
    request.exchange->send(200, {{"Content-Type", "application/json"}, {"Cache-Control", "no-cache"}}, openApiJson());
}

void getDocs(const ApiContext &, RoutedRequest request)
{
    request.exchange->send(200,
                           {{"Content-Type", "text/html; charset=utf-8"},
                            {"Cache-Control", "no-cache"},
                            {"Content-Security-Policy", apiPagePolicy().toByteArray()},
                            {"X-Content-Type-Options", "nosniff"},
                            {"Referrer-Policy", "no-referrer"}},
                           apiPage());
}
