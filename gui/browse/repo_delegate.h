#pragma once

#include <QStyledItemDelegate>

/// Paints a found repo on two lines: its name and what sets it apart, then whether it fits and what the Hub counts.
/// All rows are of one height, which depends on the font alone.
class RepoDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};
