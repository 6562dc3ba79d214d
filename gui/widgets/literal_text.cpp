#include "widgets/literal_text.h"

#include <QTextDocument>

QString literalText(const QString &text)
{
    return Qt::mightBeRichText(text) ? Qt::convertFromPlainText(text) : text;
}
