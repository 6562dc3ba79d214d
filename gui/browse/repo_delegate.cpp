#include "browse/repo_delegate.h"

#include "browse/repo_text.h"
#include "browse/search_model.h"
#include "widgets/icons.h"

#include <QApplication>
#include <QDateTime>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace {

constexpr int margin = 6;
constexpr int gap = 4;

QFont boldOf(QFont font)
{
    font.setBold(true);
    return font;
}

/// Where and how the lines of one row are painted.
class RowPainter {
public:
    RowPainter(QPainter &painter, const QStyleOptionViewItem &option)
        : m_painter(painter)
        , m_option(option)
    {
        const bool isSelected = option.state.testFlag(QStyle::State_Selected);
        const auto group = !option.state.testFlag(QStyle::State_Enabled) ? QPalette::Disabled
            : option.state.testFlag(QStyle::State_Active)                ? QPalette::Active
                                                                         : QPalette::Inactive;
        m_text = option.palette.color(group, isSelected ? QPalette::HighlightedText : QPalette::Text);
        m_faint = isSelected ? m_text : option.palette.color(group, QPalette::PlaceholderText);
    }

    const QColor &textColor() const { return m_text; }
    const QColor &faintColor() const { return m_faint; }

    /// Paints \a text in \a rect, which is of a left-to-right window; a name stays left-to-right, elided if it must.
    void text(const QRect &rect, const QString &text, const QFont &font, const QColor &color, int flags = 0) const
    {
        m_painter.setFont(font);
        m_painter.setPen(color);
        const QString shown = QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width());
        const auto alignment =
            QStyle::visualAlignment(m_option.direction, Qt::AlignLeft | Qt::AlignVCenter) | Qt::AlignAbsolute;
        m_painter.drawText(mirrored(rect), static_cast<int>(alignment) | Qt::TextSingleLine | flags, shown);
    }

    void icon(const QRect &rect, const QString &name) const { namedIcon(name).paint(&m_painter, mirrored(rect)); }

    void badge(const QRect &rect, const QString &label, const QFont &font) const
    {
        m_painter.setPen(m_faint);
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRoundedRect(QRectF(mirrored(rect)).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        m_painter.setFont(font);
        m_painter.setPen(m_text);
        m_painter.drawText(mirrored(rect), Qt::AlignCenter | Qt::TextSingleLine, label);
    }

private:
    QRect mirrored(const QRect &rect) const { return QStyle::visualRect(m_option.direction, m_option.rect, rect); }

    QPainter &m_painter;
    const QStyleOptionViewItem &m_option;
    QColor m_text;
    QColor m_faint;
};

/// Paints \a marks from the right end of \a line and takes their room from it.
void paintBadges(const RowPainter &row, const QStringList &marks, const QFont &font, QRect &line)
{
    const QFontMetrics metrics(font);
    for (qsizetype i = marks.size() - 1; i >= 0; --i) {
        const int width = metrics.horizontalAdvance(marks[i]) + 2 * margin;
        row.badge({line.right() - width + 1, line.top(), width, line.height()}, marks[i], font);
        line.setRight(line.right() - width - gap);
    }
}

} // namespace

void RepoDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const QWidget *const widget = option.widget;
    const QStyle *const style = widget ? widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, widget);

    const auto repo = index.data(SearchModel::RepoRole).value<FoundRepo>();
    const auto fit = index.data(SearchModel::FitRole).value<Fit>();
    const QStringList marks = repoMarks(repo, index.data(SearchModel::InstalledRole).toBool());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const RowPainter row(*painter, option);
    const QFont bold = boldOf(option.font);
    const QRect inner = option.rect.adjusted(2 * margin, margin, -2 * margin, -margin);
    const int titleHeight = QFontMetrics(bold).height();
    const int factsHeight = option.fontMetrics.height();

    QRect title(inner.left(), inner.top(), inner.width(), titleHeight);
    paintBadges(row, marks, option.font, title);
    row.text(title, repo.repo, bold, row.textColor(), Qt::TextForceLeftToRight);

    QRect facts(inner.left(), inner.bottom() - factsHeight + 1, inner.width(), factsHeight);
    QStringList texts = repoFacts(repo, QDateTime::currentDateTimeUtc());
    if (fit != Fit::Unknown) {
        const int size = style->pixelMetric(QStyle::PM_SmallIconSize, nullptr, widget);
        row.icon({facts.left(), facts.top() + (factsHeight - size) / 2, size, size}, fitIcon(fit));
        facts.setLeft(facts.left() + size + gap);
        texts.prepend(fitText(fit));
    }
    row.text(facts, factsLine(texts), option.font, row.faintColor());
    painter->restore();

    if (option.state.testFlag(QStyle::State_HasFocus)) {
        QStyleOptionFocusRect focus;
        focus.QStyleOption::operator=(option);
        focus.backgroundColor = option.palette.color(QPalette::Base);
        style->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, painter, widget);
    }
}

QSize RepoDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex & /*index*/) const
{
    const int lines = QFontMetrics(boldOf(option.font)).height() + option.fontMetrics.height();
    return {option.fontMetrics.averageCharWidth() * 30, lines + gap + 2 * margin};
}
