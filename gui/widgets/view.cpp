#include "widgets/view.h"

void View::takeFocus()
{
    setFocus(Qt::OtherFocusReason);
}

void View::find()
{
    takeFocus();
}

void View::saveState(QVariantMap & /*state*/) const { }

void View::restoreState(const QVariantMap & /*state*/) { }
