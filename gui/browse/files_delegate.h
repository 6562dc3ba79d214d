#pragma once

#include <QStyledItemDelegate>

/// Paints the progress of a file that is being downloaded as a bar; everything else as usual.
class FilesDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};
