#pragma once

/// Makes the process and its children use UTF-8 for file names and arguments where the locale says otherwise, as in a
/// container without LANG. Call it before QCoreApplication is made, which otherwise complains on stderr (Qt 6.8).
void useUtf8Locale();
