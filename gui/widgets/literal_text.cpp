#include "widgets/literal_text.h"

#include <QGuiApplication>
#include <QTextDocument>

QString literalText(const QString &text)
{
    return Qt::mightBeRichText(text) ? Qt::convertFromPlainText(text) : text;
}

QString pathText(const QString &path)
{
    constexpr QChar leftToRightIsolate(0x2066);
    constexpr QChar endOfIsolate(0x2069);
    // Only where it is needed: it comes along when somebody copies the path.
    return QGuiApplication::isRightToLeft() ? QString(leftToRightIsolate + path + endOfIsolate) : path;
}
