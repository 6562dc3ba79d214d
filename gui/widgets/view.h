#pragma once

#include <QAction>
#include <QList>
#include <QVariantMap>
#include <QWidget>

/// One of the window's pages. The window shows its actions in the toolbar and keeps its state.
class View : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// What the toolbar shows while this view does; null is a separator.
    virtual QList<QAction *> toolBarActions() const { return {}; }
    /// Puts the keyboard's focus where the view's main job begins.
    virtual void takeFocus();
    /// Puts it where something is searched for; where the main job begins, unless a view has a field for it.
    virtual void find();
    /// Columns, sorting, sizes and choices, each by its name.
    virtual void saveState(QVariantMap &state) const;
    virtual void restoreState(const QVariantMap &state);
};
