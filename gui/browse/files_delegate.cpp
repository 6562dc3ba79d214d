#include "browse/files_delegate.h"

#include "browse/repo_files_model.h"

#include <QApplication>
#include <QPainter>

void FilesDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QVariant percent = index.data(RepoFilesModel::PercentRole);
    if (!percent.isValid())
        return QStyledItemDelegate::paint(painter, option, index);
    const QStyle *const style = option.widget ? option.widget->style() : QApplication::style();
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &ground, painter, option.widget);

    const QString text = index.data(Qt::DisplayRole).toString();
    QStyleOptionProgressBar bar;
    bar.state = option.state | QStyle::State_Horizontal;
    bar.direction = option.direction;
    bar.fontMetrics = option.fontMetrics;
    bar.palette = option.palette;
    const QRect inner = option.rect.adjusted(3, 2, -3, -2);
    const int textWidth = option.fontMetrics.horizontalAdvance(text) + 2 * option.fontMetrics.averageCharWidth();
    const QRect textRect(inner.right() - textWidth + 1, inner.top(), textWidth, inner.height());
    bar.rect = QStyle::visualRect(option.direction, option.rect, inner.adjusted(0, 0, -textWidth, 0));
    bar.maximum = 100;
    bar.progress = percent.toInt();
    style->drawControl(QStyle::CE_ProgressBar, &bar, painter, option.widget);
    // Beside the bar: on it half of the text would be on the one colour, half on the other.
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    style->drawItemText(painter, QStyle::visualRect(option.direction, option.rect, textRect),
                        static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignRight | Qt::AlignVCenter)),
                        option.palette, option.state.testFlag(QStyle::State_Enabled), text,
                        isSelected ? QPalette::HighlightedText : QPalette::Text);
}
