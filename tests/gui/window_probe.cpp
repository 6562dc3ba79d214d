#include "window_probe.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMultiMap>
#include <QPlainTextEdit>
#include <QTabBar>

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
    for (const QLabel *label : window.findChildren<QLabel *>()) {
        if (!label->accessibleName().isEmpty() && label->accessibleName() != label->text())
            faults += label->objectName() + u": its name hides what it says from a screen reader"_s;
    }
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

QStringList mnemonicFaults(const QWidget &window)
{
    QMultiMap<QString, QString> texts;
    const auto note = [&texts](const QString &text) {
        if (const QKeySequence letter = QKeySequence::mnemonic(text); !letter.isEmpty())
            texts.insert(letter.toString(), text);
    };
    for (const auto *bar : window.findChildren<QMenuBar *>()) {
        for (const QAction *action : bar->actions()) {
            if (action->isVisible())
                note(action->text());
        }
    }
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisible())
            continue;
        if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            note(button->text());
        else if (const auto *label = qobject_cast<const QLabel *>(widget); label && label->buddy())
            note(label->text());
        else if (const auto *box = qobject_cast<const QGroupBox *>(widget))
            note(box->title());
        else if (const auto *tabs = qobject_cast<const QTabBar *>(widget)) {
            for (int tab = 0; tab < tabs->count(); ++tab)
                note(tabs->tabText(tab));
        }
    }
    QStringList faults;
    for (const QString &letter : texts.uniqueKeys()) {
        if (texts.count(letter) > 1)
            faults += letter + u": "_s + QStringList(texts.values(letter)).join(u", "_s);
    }
    return faults;
}
