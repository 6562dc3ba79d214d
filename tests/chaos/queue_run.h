#pragma once

#include "tally.h"

#include <QtGlobal>

/// Pulls many files at once, kills shimmyd \a kills times while they wait and run, and proves that each one that was
/// accepted is there in the end, by itself, and nothing else is.
void runQueueThroughKills(int kills, quint32 seed, Tally &tally);
