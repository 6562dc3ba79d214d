#pragma once

#include "api/api_context.h"
#include "api/router.h"

// The jobs behind the pulls: to see, and to pause, resume, retry, move and cancel.

void listDownloads(const ApiContext &context, RoutedRequest request);
void getDownload(const ApiContext &context, RoutedRequest request);
/// Also removes what came, unless the query says keep_part=true.
void cancelDownload(const ApiContext &context, RoutedRequest request);
void pauseDownload(const ApiContext &context, RoutedRequest request);
void resumeDownload(const ApiContext &context, RoutedRequest request);
void retryDownload(const ApiContext &context, RoutedRequest request);
/// {"position": N}: from 0, among those that wait for their turn.
void moveDownload(const ApiContext &context, RoutedRequest request);
