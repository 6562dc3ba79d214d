#pragma once

#include <QString>
#include <QWidget>

/// The visible child of \a parent that is called \a name; ends the test run when there is none or it is another type.
template <class T>
T &probe(const QWidget &parent, const QString &name)
{
    T *const found = parent.findChild<T *>(name);
    if (!found)
        qFatal("there is no %s called %s", T::staticMetaObject.className(), qPrintable(name));
    return *found;
}

/// What a keyboard or a screen reader would miss below \a window: controls without a name for people, or that the
/// keyboard does not reach; texts that are hidden by a name. Empty when all is well.
QStringList accessibilityFaults(const QWidget &window);

/// Letters that are the Alt key's way to two of what is visible in \a window, its menu bar's titles as well: pressing
/// one does neither. Empty when all is well.
QStringList mnemonicFaults(const QWidget &window);
