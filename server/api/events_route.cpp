#include "api/events_route.h"

#include "api/event_feed.h"

void getEvents(const ApiContext &context, RoutedRequest request)
{
    context.events.attach(request.exchange, request.exchange->request().field("last-event-id"));
}
