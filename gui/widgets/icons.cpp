#include "widgets/icons.h"

#include <QPalette>

using namespace Qt::StringLiterals;

QIcon namedIcon(const QString &name)
{
    return QIcon::fromTheme(name);
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

void useIconsFor(const QPalette &palette)
{
    QIcon::setThemeSearchPaths({u":/icons"_s});
    QIcon::setThemeName(isDark(palette) ? u"breeze-dark"_s : u"breeze"_s);
}
