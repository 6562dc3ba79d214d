#include "widgets/sentence.h"

#include <algorithm>

QString sentenceOf(const QString &text)
{
    QString sentence = text;
    auto end = std::find_if(sentence.cbegin(), sentence.cend(), [](QChar c) { return c.isSpace(); });
    while (end != sentence.cbegin() && QStringView(u",:;.").contains(*(end - 1))) // these belong to no name
        --end;
    if (end != sentence.cbegin() && std::all_of(sentence.cbegin(), end, [](QChar c) { return c.isLower(); }))
        sentence[0] = sentence[0].toUpper();
    return sentence;
}
