#include "hub/plain_text.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxLineLength = 500;
/// Of what is read, with those that are left out: the service does nothing else meanwhile.
constexpr qsizetype maxLinesRead = 2'000;
/// Longer lines are no prose; regular expressions never see more.
constexpr qsizetype maxMarkupLength = 2'000;
/// An opening bracket whose closing one is farther away is none of a tag.
constexpr qsizetype maxTagLength = 2'000;

bool isWanted(char32_t c)
{
    switch (c) {
    case U'\n': return true;
    case U'\u200c': // joiners have a meaning in Persian, in Indic scripts and among emojis
    case U'\u200d': return true;
    case U'\ufffc': return false;
    default: break;
    }
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format: // marks of direction, zero-width spaces, language tags
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned: return false;
    default: return true;
    }
}

/// \a text without what cannot be seen; every end of a line is a line feed, every tabulator a space.
QString visible(QString text)
{
    text.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n').replace(u'\t', u' ');
    text.replace(QChar(QChar::LineSeparator), u'\n').replace(QChar(QChar::ParagraphSeparator), u'\n');
    QString kept;
    kept.reserve(text.size());
    for (const char32_t c : text.toUcs4()) {
        if (isWanted(c))
            kept += QStringView(QChar::fromUcs4(c));
    }
    return kept;
}

bool beginsTag(QChar c)
{
    return c.isLetter() || c == u'/' || c == u'!' || c == u'?';
}

/// Reads HTML as a browser would, but shows only its text.
class TagStripper {
public:
    explicit TagStripper(const QString &text)
        : m_text(text)
    {
    }

    QString run()
    {
        while (m_at < m_text.size()) {
            const qsizetype open = m_text.indexOf(u'<', m_at);
            m_words += QStringView(m_text).mid(m_at, (open < 0 ? m_text.size() : open) - m_at);
            if (open < 0)
                break;
            m_at = open;
            stripOne();
        }
        return m_words;
    }

private:
    void stripOne()
    {
        const QStringView rest = QStringView(m_text).sliced(m_at);
        if (rest.startsWith("<!--"_L1))
            return skipBehind("-->"_L1);
        if (rest.size() < 2 || !beginsTag(rest[1])) {
            m_words += u'<';
            ++m_at;
            return;
        }
        if (rest.startsWith("<http://"_L1) || rest.startsWith("<https://"_L1))
            return showAddress(rest);
        const QString name = nameOf(rest);
        static const QSet<QString> silent{u"script"_s,   u"style"_s,    u"template"_s, u"iframe"_s,
                                          u"noscript"_s, u"object"_s,   u"svg"_s,      u"math"_s,
                                          u"title"_s,    u"textarea"_s, u"select"_s,   u"noembed"_s};
        if (silent.contains(name))
            skipBehind(QString(u"</"_s + name));
        static const QSet<QString> breaks{u"br"_s, u"p"_s,  u"div"_s,     u"li"_s,    u"tr"_s,        u"h1"_s,
                                          u"h2"_s, u"h3"_s, u"h4"_s,      u"table"_s, u"ul"_s,        u"ol"_s,
                                          u"hr"_s, u"td"_s, u"summary"_s, u"th"_s,    u"blockquote"_s};
        if (breaks.contains(name))
            m_words += name == "td"_L1 || name == "th"_L1 ? u' ' : u'\n';
        skipTag();
    }

    /// What Markdown has between the brackets of a tag is to be read.
    void showAddress(QStringView rest)
    {
        const qsizetype end = rest.first(std::min(rest.size(), maxTagLength)).indexOf(u'>');
        if (end > 0)
            m_words += rest.sliced(1, end - 1);
        m_at += std::max<qsizetype>(end, 0) + 1;
    }

    static QString nameOf(QStringView tag)
    {
        qsizetype at = tag.size() > 1 && tag[1] == u'/' ? 2 : 1;
        QString name;
        while (at < tag.size() && name.size() < 16 && tag[at].isLetterOrNumber())
            name += tag[at++].toLower();
        return name;
    }

    /// To the end of \a mark; without one nothing more is shown, as in a browser.
    template <class Mark>
    void skipBehind(const Mark &mark)
    {
        const qsizetype end = m_text.indexOf(mark, m_at, Qt::CaseInsensitive);
        m_at = end < 0 ? m_text.size() : end + mark.size();
    }

    void skipTag()
    {
        if (m_close != nowhere && m_close < m_at) // looked for once for all tags before it
            m_close = m_text.indexOf(u'>', m_at);
        if (m_close != nowhere && m_close - m_at <= maxTagLength) {
            m_at = m_close + 1;
            return;
        }
        const qsizetype lineEnd = m_text.indexOf(u'\n', m_at);
        m_at = lineEnd < 0 ? m_text.size() : lineEnd;
    }

    const QString &m_text;
    QString m_words;
    qsizetype m_at = 0;
    static constexpr qsizetype nowhere = -1;
    qsizetype m_close = -2; ///< the closing bracket that was found last, or nowhere; less: none was looked for
};

QString withoutEntities(const QString &text)
{
    static const QHash<QString, QString> names{{u"amp"_s, u"&"_s},   {u"lt"_s, u"<"_s},       {u"gt"_s, u">"_s},
                                               {u"quot"_s, u"\""_s}, {u"apos"_s, u"'"_s},     {u"#39"_s, u"'"_s},
                                               {u"nbsp"_s, u" "_s},  {u"copy"_s, u"\u00a9"_s}};
    static const QRegularExpression entity(u"&([a-z]{2,5}|#39);"_s);
    QString decoded;
    qsizetype at = 0;
    for (auto matches = entity.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        decoded += QStringView(text).mid(at, match.capturedStart() - at);
        decoded += names.value(match.captured(1), match.captured());
        at = match.capturedEnd();
    }
    return decoded + QStringView(text).mid(at);
}

/// A line of dashes: a rule, what underlines a title, or what a table has below its head.
bool isRule(const QString &line)
{
    qsizetype marks = 0;
    for (const QChar c : line) {
        if (c == u'-' || c == u'=' || c == u'*' || c == u'_')
            ++marks;
        else if (c != u' ' && c != u'|' && c != u':')
            return false;
    }
    return marks >= 3 || (marks > 0 && line.contains(u'|'));
}

/// \a line without the marks that are within it.
QString withoutSpans(QString line)
{
    struct Change {
        QRegularExpression pattern;
        QString by;
    };
    static const auto unicode = QRegularExpression::UseUnicodePropertiesOption;
    static const QList<Change> changes{
        {QRegularExpression(u"!\\[[^\\[\\]]*\\](?:\\([^()]*\\)|\\[[^\\[\\]]*\\])"_s), {}}, // images
        {QRegularExpression(u"\\[([^\\[\\]]*)\\](?:\\([^()]*\\)|\\[[^\\[\\]]*\\])"_s), u"\\1"_s}, // links
        {QRegularExpression(u"\\*\\*|~~|`"_s), {}},
        {QRegularExpression(u"(?<!\\w)(?:\\*|__?)(?=\\w)|(?<=[\\w.,!?)])(?:\\*|__?)(?!\\w)"_s, unicode), {}},
        {QRegularExpression(u"\\\\([\\\\`*_{}\\[\\]()#+.!|>~-])"_s), u"\\1"_s},
    };
    for (const Change &change : changes)
        line.replace(change.pattern, change.by);
    return line;
}

/// \a line without Markdown's marks; a null string is no line at all.
QString withoutMarks(QString line)
{
    static const QRegularExpression definition(u"\\A {0,3}\\[[^\\[\\]]+\\]: *\\S"_s);
    if (definition.match(line).hasMatch() || isRule(line))
        return {};
    static const QRegularExpression quote(u"\\A(?: {0,3}> ?)+"_s);
    static const QRegularExpression heading(u"\\A {0,3}#{1,6} +| +#+ *\\z"_s);
    static const QRegularExpression item(u"\\A( *)[-*+] +"_s);
    line.remove(quote);
    line.remove(heading);
    line.replace(item, u"\\1\u2022 "_s);
    line = withoutSpans(line);
    if (line.startsWith(u'|')) {
        QStringList cells = line.split(u'|');
        cells.removeFirst();
        if (cells.size() > 1 && cells.last().trimmed().isEmpty())
            cells.removeLast();
        for (QString &cell : cells)
            cell = cell.trimmed();
        line = cells.join(u" | "_s);
    }
    return line.isNull() ? u""_s : line;
}

/// Whatever became of the marks: no bracket is left that would begin a tag.
QString withoutTagStarts(const QString &text)
{
    QString safe;
    safe.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != u'<' || i + 1 == text.size() || !beginsTag(text[i + 1]))
            safe += text[i];
    }
    return safe;
}

QString cut(QString line, qsizetype most)
{
    if (line.size() <= most)
        return line;
    line.truncate(line[most - 2].isHighSurrogate() ? most - 2 : most - 1);
    return line + u'\u2026';
}

/// The lines of \a text without Markdown's marks.
QStringList linesOf(const QString &text, qsizetype mostLines)
{
    QStringList lines;
    bool isCode = false;
    qsizetype at = 0;
    for (qsizetype read = 0; read < maxLinesRead && at <= text.size(); ++read) {
        const qsizetype lineEnd = text.indexOf(u'\n', at);
        const qsizetype length = (lineEnd < 0 ? text.size() : lineEnd) - at;
        QString line = text.mid(at, std::min(length, maxMarkupLength));
        at += length + 1;
        if (const QString start = line.trimmed(); start.startsWith("```"_L1) || start.startsWith("~~~"_L1)) {
            isCode = !isCode;
            continue;
        }
        if (!isCode && !line.trimmed().isEmpty())
            line = withoutMarks(line);
        if (line.isNull())
            continue;
        while (line.endsWith(u' '))
            line.chop(1);
        if (line.isEmpty() && (lines.isEmpty() || lines.last().isEmpty()))
            continue; // one empty line between paragraphs, and none before the first
        if (lines.size() == mostLines)
            break;
        lines += cut(withoutTagStarts(withoutEntities(line)), maxLineLength);
    }
    while (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

} // namespace

QString plainText(const QString &markdown, qsizetype mostLines)
{
    const QString text = visible(markdown);
    return linesOf(TagStripper(text).run(), mostLines).join(u'\n');
}

QString plainLine(const QString &text, qsizetype mostCharacters)
{
    const QString shown = visible(text.left(maxMarkupLength)).simplified();
    return cut(withoutTagStarts(TagStripper(shown).run()).simplified(), mostCharacters);
}
