#pragma once

// Included into every test, with the precompiled headers. Qt waits 5 s where a test names no time: on a busy machine a
// process may take longer to start. What comes, comes as fast as before; only what does not come is waited for longer.

#include <QTest>

#undef QTRY_VERIFY
#undef QTRY_COMPARE
#define QTRY_VERIFY(expression) QTRY_VERIFY_WITH_TIMEOUT((expression), 30'000)
#define QTRY_COMPARE(actual, expected) QTRY_COMPARE_WITH_TIMEOUT((actual), expected, 30'000)
