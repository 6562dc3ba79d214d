#include "window_probe.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>

using namespace Qt::StringLiterals;

namespace {

bool isControl(const QWidget &widget)
{
    // Parts of other controls, such as a spin box's field, are named by those.
    const bool isPart =
        widget.objectName().startsWith("qt_"_L1) || qobject_cast<const QLineEdit *>(widget.parentWidget());
    return !isPart
        && (qobject_cast<const QAbstractButton *>(&widget) || qobject_cast<const QAbstractItemView *>(&widget)
            || qobject_cast<const QComboBox *>(&widget) || qobject_cast<const QLineEdit *>(&widget)
            || qobject_cast<const QPlainTextEdit *>(&widget));
}

} // namespace

QStringList accessibilityFaults(const QWidget &window)
{
    QStringList faults;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if (!isControl(*widget) || !widget->isVisibleTo(&window))
            continue;
        QAccessibleInterface *const face = QAccessible::queryAccessibleInterface(widget);
        const QString name = face ? face->text(QAccessible::Name) : QString();
        const QString what =
            QLatin1StringView(widget->metaObject()->className()) + u" \""_s + widget->objectName() + u'"';
        if (name.isEmpty())
            faults += what + u" has no accessible name"_s;
        if (widget->objectName().isEmpty() && !qobject_cast<QAbstractItemView *>(widget))
            faults += what + u" in "_s + widget->parentWidget()->objectName() + u" has no object name"_s;
    }
    return faults;
}
