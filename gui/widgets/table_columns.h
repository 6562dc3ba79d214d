#pragma once

#include <QList>
#include <QObject>
#include <QVariantMap>

class QMenu;
class QTreeView;

/// The columns of a table, which the user may move, hide and size; kept over starts. A menu on the header shows and
/// hides them.
class TableColumns final : public QObject {
    Q_OBJECT

public:
    /// Takes the header of \a table, which has its model and is the parent. The column \a lasting cannot be hidden.
    TableColumns(QTreeView *table, int lasting);

    /// How wide they are at first, in letters; wider where a title needs it. One for each column.
    void setWidths(const QList<int> &letters);

    /// The same menu, for other menus: a header is out of the keyboard's reach. The receiver owns it.
    QMenu *makeMenu(QWidget *parent);

    /// Order, sizes, hidden columns and sorting.
    void save(QVariantMap &state) const;
    void restore(const QVariantMap &state);

private:
    void fill(QMenu &menu);
    void showMenu(const QPoint &position);

    QTreeView *const m_table;
    const int m_lasting;
};
