#include "widgets/joined_letters.h"

#include <QApplication>
#include <QLocale>
#include <QProxyStyle>

namespace {

class JoinedLettersStyle final : public QProxyStyle {
public:
    using QProxyStyle::QProxyStyle;

    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returned) const override
    {
        return hint == SH_UnderlineShortcut ? 0 : QProxyStyle::styleHint(hint, option, widget, returned);
    }
};

} // namespace

void keepLettersJoined(const QLocale &locale)
{
    if (locale.script() == QLocale::ArabicScript)
        QApplication::setStyle(new JoinedLettersStyle(QApplication::style()->name()));
}
