#include "widgets/table_columns.h"

#include <QHeaderView>
#include <QMenu>
#include <QTreeView>

using namespace Qt::StringLiterals;

TableColumns::TableColumns(QTreeView *table, int lasting)
    : QObject(table)
    , m_table(table)
    , m_lasting(lasting)
{
    QHeaderView *const header = table->header();
    header->setAccessibleName(tr("Columns of %1").arg(table->accessibleName()));
    header->setSectionsMovable(true);
    header->setFirstSectionMovable(true);
    header->setStretchLastSection(false);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QHeaderView::customContextMenuRequested, this, &TableColumns::showMenu);
}

void TableColumns::setWidths(const QList<int> &letters)
{
    QHeaderView *const header = m_table->header();
    const int letter = m_table->fontMetrics().averageCharWidth();
    const int margin = 2 * letter;
    for (int column = 0; column < letters.size(); ++column) {
        const QString title = m_table->model()->headerData(column, Qt::Horizontal).toString();
        header->resizeSection(column,
                              qMax(letters[column] * letter, header->fontMetrics().horizontalAdvance(title) + margin));
    }
}

QMenu *TableColumns::makeMenu(QWidget *parent)
{
    auto *menu = new QMenu(tr("&Columns"), parent);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fill(*menu); });
    return menu;
}

void TableColumns::fill(QMenu &menu)
{
    menu.clear();
    QHeaderView *const header = m_table->header();
    for (int place = 0; place < header->count(); ++place) {
        const int column = header->logicalIndex(place);
        QString title = m_table->model()->headerData(column, Qt::Horizontal, Qt::AccessibleTextRole).toString();
        if (title.isEmpty())
            title = m_table->model()->headerData(column, Qt::Horizontal).toString();
        QAction *const action = menu.addAction(title);
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(column));
        action->setEnabled(column != m_lasting);
        connect(action, &QAction::toggled, header, [header, column](bool isShown) {
            header->setSectionHidden(column, !isShown);
            if (isShown && header->sectionSize(column) < header->minimumSectionSize())
                header->resizeSection(column, header->sectionSizeHint(column));
        });
    }
}

void TableColumns::showMenu(const QPoint &position)
{
    QMenu *const menu = makeMenu(m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"columnsMenu"_s);
    menu->popup(m_table->header()->mapToGlobal(position));
}

void TableColumns::save(QVariantMap &state) const
{
    // The state of another number of columns, of another version, is none of ours.
    state.insert(u"columns%1"_s.arg(m_table->header()->count()), m_table->header()->saveState());
}

void TableColumns::restore(const QVariantMap &state)
{
    QHeaderView *const header = m_table->header();
    const QByteArray columns = state.value(u"columns%1"_s.arg(header->count())).toByteArray();
    if (!columns.isEmpty())
        header->restoreState(columns);
    header->setSectionHidden(m_lasting, false);
    m_table->sortByColumn(header->sortIndicatorSection(), header->sortIndicatorOrder());
}
