#pragma once

#include <QString>

/// shimmyctl(1), in roff.
QString manualPage();

/// docs/shimmyctl.md.
QString markdownReference();
