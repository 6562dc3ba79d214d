#pragma once

#include <QTest>

/// Ends the test function where the machine lacks what it needs: as a failure, for a test that was not run must not
/// look like one that passed, unless SHIMMY_MANAGER_ALLOW_SKIPS says that it may be left out.
#define NEED_OR_SKIP(condition, what)                                                                                  \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            if (qEnvironmentVariableIsEmpty("SHIMMY_MANAGER_ALLOW_SKIPS"))                                             \
                QFAIL(what "; SHIMMY_MANAGER_ALLOW_SKIPS=1 leaves this test out");                                     \
            QSKIP(what);                                                                                               \
        }                                                                                                              \
    } while (false)
