#pragma once

#include <QString>

/// Where things are that tests run or read. Only one source file is compiled with these paths, so that a compiler's
/// cache serves the others in every checkout.
QString shimmydPath();
QString shimmyctlPath();
QString projectRoot();
QString pythonTests();
QString packagingFolder();
