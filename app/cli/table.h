#pragma once

#include "cli/styled_text.h"

/// Rows under headings, as lines of a terminal. Columns are as wide as what is in them. Where that is too much, those
/// that have nothing but dashes are left out, then the flexible ones are shortened, then columns are left out from the
/// last. The first column stays whole as long as it can.
class Table {
public:
    enum class Kind {
        Text, ///< never shortened
        Number, ///< the same, at the right of its column
        Flexible, ///< may be shortened
    };
    struct Column {
        QString title;
        Kind kind = Kind::Text;
    };

    explicit Table(QList<Column> columns)
        : m_columns(std::move(columns))
    {
    }
    /// One cell a column. What could move the cursor or end the line is replaced.
    void addRow(const QList<StyledText> &cells);
    bool isEmpty() const { return m_rows.isEmpty(); }
    /// \a columns wide at most; 0: as wide as it needs. The first line has the titles.
    QList<StyledText> lines(int columns) const;

private:
    bool hasContent(qsizetype column) const;
    QList<int> widthsFor(int columns) const;
    StyledText line(const QList<StyledText> &cells, const QList<int> &widths) const;

    QList<Column> m_columns;
    QList<QList<StyledText>> m_rows;
};
