#include "project_paths.h"

QString shimmydPath()
{
    return QStringLiteral(SHIMMYD_PATH);
}

QString shimmyctlPath()
{
    return QStringLiteral(SHIMMYCTL_PATH);
}

QString projectRoot()
{
    return QStringLiteral(PROJECT_ROOT);
}

QString pythonTests()
{
    return QStringLiteral(PYTHON_TESTS);
}

QString packagingFolder()
{
    return QStringLiteral(PACKAGING);
}
