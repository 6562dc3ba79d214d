#include "base/background.h"

QThreadPool &backgroundPool()
{
    static QThreadPool pool;
    return pool;
}
