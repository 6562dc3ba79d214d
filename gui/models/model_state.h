#pragma once

#include "client/model_details.h"

/// "Ready", "Being verified", "Damaged".
QString stateText(const ModelDetails &model);
/// Of an icon of icons.cmake.
QString stateIcon(const ModelDetails &model);
/// Whether it can be asked.
bool isUsable(const ModelDetails &model);
/// Whether the Hub can be asked for another version.
bool canBeChecked(const ModelDetails &model);
