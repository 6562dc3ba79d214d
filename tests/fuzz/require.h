#pragma once

#include <QtGlobal>

/// Ends the program where a fuzzer sees it, in every kind of build, if what must hold does not.
#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            qFatal("%s:%d: not so: %s", __FILE__, __LINE__, #condition);                                               \
    } while (false)
