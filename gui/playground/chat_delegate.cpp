#include "playground/chat_delegate.h"

#include "playground/chat_history_model.h"
#include "widgets/amounts.h"

#include <QApplication>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace {

constexpr int padding = 6;

QFont smaller(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.9);
    return font;
}

} // namespace

void ChatDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    row.text.clear();
    const QStyle &style = row.widget ? *row.widget->style() : *QApplication::style();
    style.drawControl(QStyle::CE_ItemViewItem, &row, painter, row.widget);

    const bool isSelected = row.state & QStyle::State_Selected;
    const QPalette::ColorGroup group = row.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    const QRect inner = row.rect.adjusted(padding, padding, -padding, -padding);
    const auto draw = [&](const QRect &line, const QString &text, const QFont &font, QPalette::ColorRole role) {
        painter->setFont(font);
        painter->setPen(row.palette.color(group, isSelected ? QPalette::HighlightedText : role));
        const QString shown = QFontMetrics(font).elidedText(text, Qt::ElideRight, line.width());
        const Qt::Alignment side = QStyle::visualAlignment(row.direction, Qt::AlignLeft) | Qt::AlignAbsolute;
        painter->drawText(line, static_cast<int>(side | Qt::AlignVCenter), shown);
    };
    const int titleHeight = row.fontMetrics.lineSpacing();
    const QString when = index.data(ChatHistoryModel::UnansweredRole).toBool()
        ? ChatHistoryModel::unansweredText()
        : agoText(index.data(ChatHistoryModel::ChangedAtRole).toDateTime(), QDateTime::currentDateTimeUtc());
    const QString model = index.data(ChatHistoryModel::ModelNameRole).toString();
    const QFont font = smaller(row.font);
    QRect below = inner.adjusted(0, titleHeight, 0, 0);
    const int whenWidth = QFontMetrics(font).horizontalAdvance(when) + 2;
    painter->save();
    painter->setLayoutDirection(Qt::LayoutDirectionAuto); // each text goes by its own letters
    draw({inner.left(), inner.top(), inner.width(), titleHeight}, index.data().toString(), row.font, QPalette::Text);
    const QRect whenRect(below.right() - whenWidth + 1, below.top(), whenWidth, below.height());
    draw(QStyle::visualRect(row.direction, below, whenRect), when, font, QPalette::PlaceholderText);
    below.setRight(below.right() - whenWidth - padding);
    draw(QStyle::visualRect(row.direction, inner, below), model, font, QPalette::PlaceholderText);
    painter->restore();
}

QSize ChatDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex & /*index*/) const
{
    const int height = option.fontMetrics.lineSpacing() + QFontMetrics(smaller(option.font)).lineSpacing();
    return {option.fontMetrics.averageCharWidth() * 12, height + 2 * padding};
}
