#pragma once

#include <QTreeView>

/// A table of rows without a hierarchy, which the Tab key leaves. \a name is what a screen reader says of it.
QTreeView *makeTable(const QString &objectName, const QString &name);

/// The selected rows of \a table as text, a line each, with tabs between the columns; without a selection all.
QString tableText(const QTreeView &table);
