#pragma once

class QMenu;
class QTreeView;
class QWidget;

/// "Sort by", for the context menu of \a table, which must outlive it: a header is out of the keyboard's reach. \a
/// parent owns it.
QMenu *makeSortMenu(QTreeView &table, QWidget *parent);
