#include "base/utf8_locale.h"

#include <langinfo.h>

#include <clocale>
#include <cstdlib>
#include <cstring>

void useUtf8Locale()
{
    std::setlocale(LC_ALL, "");
    if (std::strcmp(::nl_langinfo(CODESET), "UTF-8") == 0)
        return;
    ::setenv("LC_ALL", "C.UTF-8", 1); // glibc has it built in
    std::setlocale(LC_ALL, "");
}
