#pragma once

#include <QPalette>

/// Colours of a dark window, for the styles of Qt where a desktop gives none.
QPalette darkPalette();
