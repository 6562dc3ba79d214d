#include "window/sidebar.h"

#include "widgets/icons.h"

#include <QEvent>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace {

enum Role { TitleRole = Qt::UserRole, IconRole };

} // namespace

Sidebar::Sidebar(QWidget *parent)
    : QListWidget(parent)
{
    setObjectName(u"sidebar"_s);
    setAccessibleName(tr("Views"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setIconSize({22, 22});
    setSpacing(1);
}

void Sidebar::addView(const QString &title, const QString &icon)
{
    auto *item = new QListWidgetItem(namedIcon(icon), title, this);
    item->setData(TitleRole, title);
    item->setData(IconRole, icon);
    item->setToolTip(tr("%1 (Ctrl+%2)").arg(title, QString::number(count())));
    item->setSizeHint({0, qMax(iconSize().height(), fontMetrics().height()) + 12});
}

void Sidebar::setCount(int view, int count)
{
    QListWidgetItem *const changed = item(view);
    const QString title = changed->data(TitleRole).toString();
    changed->setText(count == 0 ? title : tr("%1 (%2)").arg(title, QLocale().toString(count)));
    updateGeometry();
}

QSize Sidebar::sizeHint() const
{
    int width = 0;
    for (int row = 0; row < count(); ++row)
        width = qMax(width,
                     fontMetrics().horizontalAdvance(
                         tr("%1 (%2)").arg(item(row)->data(TitleRole).toString(), QLocale().toString(99))));
    return {width + iconSize().width() + 2 * frameWidth() + 28, QListWidget::sizeHint().height()};
}

void Sidebar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ApplicationPaletteChange)
        setIcons();
    QListWidget::changeEvent(event);
}

void Sidebar::setIcons()
{
    for (int row = 0; row < count(); ++row)
        item(row)->setIcon(namedIcon(item(row)->data(IconRole).toString()));
}
