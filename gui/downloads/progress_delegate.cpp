#include "downloads/progress_delegate.h"

#include "downloads/downloads_model.h"

#include <QApplication>
#include <QPainter>
#include <QStyleOptionProgressBar>

using namespace Qt::StringLiterals;

namespace {

constexpr int steps = 1000; ///< of a bar: a 40 GB file should be seen to move

void drawLabel(QPainter &painter, const QRect &place, const QRect &clip, const QColor &color, const QString &text)
{
    painter.save();
    painter.setClipRect(clip, Qt::IntersectClip);
    painter.setPen(color);
    painter.drawText(place, static_cast<int>(Qt::AlignCenter | Qt::TextSingleLine), text);
    painter.restore();
}

} // namespace

void ProgressDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    ground.text.clear();
    const QWidget *const widget = option.widget;
    const QStyle *const style = widget ? widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &ground, painter, widget);

    QStyleOptionProgressBar bar;
    bar.rect = option.rect.adjusted(2, 2, -2, -2);
    bar.state = (option.state & (QStyle::State_Enabled | QStyle::State_Active)) | QStyle::State_Horizontal;
    bar.direction = option.direction;
    bar.fontMetrics = option.fontMetrics;
    bar.palette = option.palette;
    bar.maximum = steps;
    bar.progress = static_cast<int>(index.data(DownloadsModel::PercentRole).toDouble() * steps / 100);
    style->drawControl(QStyle::CE_ProgressBar, &bar, painter, widget);

    // Not the style's own label: Fusion cuts it at the wrong place from right to left.
    const QRect contents = style->subElementRect(QStyle::SE_ProgressBarContents, &bar, widget);
    const QRect filled = QStyle::visualRect(
        bar.direction, contents,
        QRect(contents.topLeft(), QSize(contents.width() * bar.progress / steps, contents.height())));
    const QString text = index.data().toString();
    drawLabel(*painter, bar.rect, filled, bar.palette.color(QPalette::HighlightedText), text);
    for (const QRect &part : QRegion(bar.rect) - QRegion(filled))
        drawLabel(*painter, bar.rect, part, bar.palette.color(QPalette::Text), text);
}

QSize ProgressDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex & /*index*/) const
{
    return {option.fontMetrics.horizontalAdvance(u"100.0 %"_s) * 2, option.fontMetrics.height() + 8};
}
