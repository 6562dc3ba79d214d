#include "widgets/view.h"

void View::takeFocus()
{
    setFocus(Qt::OtherFocusReason);
}

void View::find()
{
    takeFocus();
}

void View::saveState(QSettings & /*settings*/) const { }

void View::restoreState(QSettings & /*settings*/) { }
