#include "server/plain_table.h"

#include <QHeaderView>

#include <algorithm>

QTreeView *makeTable(const QString &objectName, const QString &name)
{
    auto *table = new QTreeView;
    table->setObjectName(objectName);
    table->setAccessibleName(name);
    table->setRootIsDecorated(false);
    table->setItemsExpandable(false);
    table->setUniformRowHeights(true);
    table->setAllColumnsShowFocus(true);
    table->setAlternatingRowColors(true);
    table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->header()->setAccessibleName(name);
    table->header()->setSectionsMovable(false);
    table->header()->setHighlightSections(false);
    return table;
}

QString tableText(const QTreeView &table)
{
    const QAbstractItemModel &model = *table.model();
    QList<int> rows;
    for (const QModelIndex &index : table.selectionModel()->selectedRows())
        rows += index.row();
    std::sort(rows.begin(), rows.end());
    if (rows.isEmpty()) {
        for (int row = 0; row < model.rowCount(); ++row)
            rows += row;
    }
    QString text;
    for (const int row : rows) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.index(row, column).data().toString();
        text += cells.join(u'\t') + u'\n';
    }
    return text;
}
