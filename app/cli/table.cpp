#include "cli/table.h"

#include "cli/text_width.h"

#include <algorithm>
#include <numeric>

namespace {

constexpr int gap = 2;
constexpr int narrowest = 12; ///< what a flexible column keeps

QString oneLine(const QString &text)
{
    QString line = printable(text);
    line.replace(u'\n', QChar::ReplacementCharacter);
    line.replace(u'\t', u' ');
    return line;
}

int total(const QList<int> &widths)
{
    const auto shown = static_cast<int>(widths.size() - widths.count(0));
    return std::accumulate(widths.begin(), widths.end(), 0) + gap * qMax(0, shown - 1);
}

} // namespace

void Table::addRow(const QList<StyledText> &cells)
{
    Q_ASSERT(cells.size() == m_columns.size());
    QList<StyledText> row;
    for (const StyledText &cell : cells) {
        const Style style = cell.pieces().isEmpty() ? Style::Plain : cell.pieces().first().style;
        row += StyledText(oneLine(cell.plain()), style);
    }
    m_rows += row;
}

bool Table::hasContent(qsizetype column) const
{
    return std::any_of(m_rows.begin(), m_rows.end(),
                       [column](const auto &row) { return row.at(column).plain() != QChar(u'-'); });
}

/// How wide each column is to be; 0: it is left out.
QList<int> Table::widthsFor(int columns) const
{
    QList<int> widths;
    for (qsizetype column = 0; column < m_columns.size(); ++column) {
        int width = displayWidth(m_columns.at(column).title);
        for (const auto &row : m_rows)
            width = qMax(width, displayWidth(row.at(column).plain()));
        widths += width;
    }
    if (columns <= 0)
        return widths;
    for (qsizetype column = 1; column < widths.size() && total(widths) > columns; ++column) {
        if (!hasContent(column))
            widths[column] = 0;
    }
    // The first column says which row it is: it gives last.
    for (int tooMuch = total(widths) - columns; tooMuch > 0; tooMuch = total(widths) - columns) {
        qsizetype widest = -1;
        qsizetype last = 0;
        for (qsizetype column = 1; column < widths.size(); ++column) {
            const bool mayShrink = m_columns.at(column).kind == Kind::Flexible && widths.at(column) > narrowest;
            if (mayShrink && (widest < 0 || widths.at(column) > widths.at(widest)))
                widest = column;
            if (widths.at(column) > 0)
                last = column;
        }
        if (widest >= 0)
            widths[widest] = qMax(narrowest, widths.at(widest) - tooMuch);
        else
            widths[last] = last > 0 ? 0 : columns;
    }
    return widths;
}

StyledText Table::line(const QList<StyledText> &cells, const QList<int> &widths) const
{
    StyledText line;
    qsizetype last = widths.size() - 1;
    while (last > 0 && widths.at(last) == 0)
        --last;
    for (qsizetype column = 0; column <= last; ++column) {
        if (widths.at(column) == 0)
            continue;
        const StyledText &cell = cells.at(column);
        const bool isNumber = m_columns.at(column).kind == Kind::Number;
        const QString text = elided(cell.plain(), widths.at(column));
        const Style style = cell.pieces().isEmpty() ? Style::Plain : cell.pieces().first().style;
        line += StyledText(column == last && !isNumber ? text : padded(text, widths.at(column), isNumber), style);
        if (column < last)
            line += StyledText(QString(gap, u' '));
    }
    return line;
}

QList<StyledText> Table::lines(int columns) const
{
    const QList<int> widths = widthsFor(columns);
    QList<StyledText> titles;
    for (const Column &column : m_columns)
        titles += StyledText(column.title, Style::Quiet);
    QList<StyledText> all{line(titles, widths)};
    for (const auto &row : m_rows)
        all += line(row, widths);
    return all;
}
