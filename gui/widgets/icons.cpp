#include "widgets/icons.h"

#include <QPalette>

using namespace Qt::StringLiterals;

// A static library's resources are there when they were asked for, by a function of the global namespace.
static void loadIcons()
{
    static const bool isDone = [] {
        Q_INIT_RESOURCE(breeze);
        Q_INIT_RESOURCE(breeze_dark);
        return true;
    }();
    Q_UNUSED(isDone)
}

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
    loadIcons();
    QIcon::setThemeSearchPaths({u":/icons"_s});
    QIcon::setThemeName(isDark(palette) ? u"breeze-dark"_s : u"breeze"_s);
}
