#include "widgets/locale_style.h"

#include <QApplication>
#include <QLocale>
#include <QProxyStyle>
#include <QScopedValueRollback>

namespace {

class LocaleStyle final : public QProxyStyle {
public:
    LocaleStyle(const QString &base, bool hasJoinedLetters)
        : QProxyStyle(base)
        , m_hasJoinedLetters(hasJoinedLetters)
    {
    }

    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returned) const override
    {
        if (hint == SH_UnderlineShortcut && m_hasJoinedLetters)
            return 0;
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }

    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override
    {
        const QScopedValueRollback label(m_isLabel, element == CE_PushButtonLabel);
        QProxyStyle::drawControl(element, option, painter, widget);
    }

    void drawItemText(QPainter *painter, const QRect &rect, int flags, const QPalette &palette, bool isEnabled,
                      const QString &text, QPalette::ColorRole role) const override
    {
        // The place was mirrored by whoever asks; without this the painter would do it once more.
        if (m_isLabel && flags & Qt::AlignRight)
            flags |= Qt::AlignAbsolute;
        QProxyStyle::drawItemText(painter, rect, flags, palette, isEnabled, text, role);
    }

private:
    const bool m_hasJoinedLetters;
    mutable bool m_isLabel = false;
};

} // namespace

void adaptStyle(const QLocale &locale)
{
    if (locale.textDirection() == Qt::RightToLeft)
        QApplication::setStyle(
            new LocaleStyle(QApplication::style()->name(), locale.script() == QLocale::ArabicScript));
}
