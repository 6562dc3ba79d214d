#pragma once

#include "client/pull.h"

/// How far \a event of a pull is, in one line of at most \a columns: name, bar, percent, bytes, rate and time left,
/// as many of them as there is room for.
QString progressLine(const PullEvent &event, int columns);

/// The same for a log: no bar.
QString progressSentence(const PullEvent &event);
