#include "widgets/sort_menu.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QHeaderView>
#include <QMenu>
#include <QTreeView>

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("SortMenu", text);
}

QAction *addChoice(QMenu &menu, QActionGroup &group, const QString &text, bool isChosen)
{
    QAction *const action = menu.addAction(text);
    action->setCheckable(true);
    action->setChecked(isChosen);
    group.addAction(action);
    return action;
}

void fill(QMenu &menu, QTreeView &table)
{
    menu.clear();
    QHeaderView *const header = table.header();
    auto *columns = new QActionGroup(&menu);
    for (int place = 0; place < header->count(); ++place) {
        const int column = header->logicalIndex(place);
        if (header->isSectionHidden(column))
            continue;
        QString title = table.model()->headerData(column, Qt::Horizontal, Qt::AccessibleTextRole).toString();
        if (title.isEmpty())
            title = table.model()->headerData(column, Qt::Horizontal).toString();
        QAction *const action = addChoice(menu, *columns, title, header->sortIndicatorSection() == column);
        QObject::connect(action, &QAction::triggered, &table,
                         [&table, column] { table.sortByColumn(column, table.header()->sortIndicatorOrder()); });
    }
    menu.addSeparator();
    auto *orders = new QActionGroup(&menu);
    for (const auto &[order, text] : {std::pair(Qt::AscendingOrder, QT_TRANSLATE_NOOP("SortMenu", "&Ascending")),
                                      std::pair(Qt::DescendingOrder, QT_TRANSLATE_NOOP("SortMenu", "&Descending"))}) {
        QAction *const action = addChoice(menu, *orders, translated(text), header->sortIndicatorOrder() == order);
        QObject::connect(action, &QAction::triggered, &table, [&table, order = order] {
            table.sortByColumn(table.header()->sortIndicatorSection(), order);
        });
    }
}

} // namespace

QMenu *makeSortMenu(QTreeView &table, QWidget *parent)
{
    auto *menu = new QMenu(translated(QT_TRANSLATE_NOOP("SortMenu", "&Sort by")), parent);
    menu->setObjectName(QStringLiteral("sortMenu"));
    QObject::connect(menu, &QMenu::aboutToShow, &table, [menu, &table] { fill(*menu, table); });
    return menu;
}
