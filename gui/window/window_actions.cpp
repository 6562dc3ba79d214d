#include "window/window_actions.h"

#include "widgets/icons.h"

#include <QMenu>
#include <QMenuBar>

using namespace Qt::StringLiterals;

WindowActions::WindowActions(const QStringList &views, QObject *parent)
    : QObject(parent)
    , m_open(
          add(u"openAddress"_s, tr("&Open address from clipboard"), u"edit-paste"_s, Qt::CTRL | Qt::SHIFT | Qt::Key_V))
    , m_find(add(u"find"_s, tr("&Find"), u"edit-find"_s, QKeySequence::Find))
    , m_close(add(u"closeWindow"_s, tr("&Close window"), u"window-close"_s, QKeySequence::Close))
    , m_quit(add(u"quit"_s, tr("&Quit"), u"application-exit"_s, Qt::CTRL | Qt::Key_Q))
    , m_fullScreen(add(u"fullScreen"_s, tr("F&ull screen"), {}, Qt::Key_F11))
    , m_tray(add(u"showTray"_s, tr("Icon in the &tray"), {}, {}))
    , m_about(add(u"about"_s, tr("&About Shimmy Manager"), u"help-about"_s, {}))
{
    for (int view = 0; view < views.size(); ++view) {
        QAction *const action =
            add(u"view%1"_s.arg(view + 1), views[view], {}, QKeySequence(u"Ctrl+%1"_s.arg(view + 1)));
        connect(action, &QAction::triggered, this, [this, view] { Q_EMIT viewChosen(view); });
        m_views += action;
    }
    m_quit->setMenuRole(QAction::QuitRole);
    m_about->setMenuRole(QAction::AboutRole);
    m_fullScreen->setCheckable(true);
    m_tray->setCheckable(true);
    m_tray->setToolTip(tr("With it, the window can be closed while downloads go on"));
    connect(m_open, &QAction::triggered, this, &WindowActions::openRequested);
    connect(m_find, &QAction::triggered, this, &WindowActions::findRequested);
    connect(m_close, &QAction::triggered, this, &WindowActions::closeRequested);
    connect(m_quit, &QAction::triggered, this, &WindowActions::quitRequested);
    connect(m_fullScreen, &QAction::triggered, this, &WindowActions::fullScreenToggled);
    connect(m_tray, &QAction::triggered, this, &WindowActions::trayToggled);
    connect(m_about, &QAction::triggered, this, &WindowActions::aboutRequested);
}

QAction *WindowActions::add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key)
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    if (!icon.isEmpty())
        action->setIcon(namedIcon(icon));
    action->setShortcut(key);
    return action;
}

void WindowActions::setFullScreen(bool isFull)
{
    m_fullScreen->setChecked(isFull);
}

void WindowActions::setTrayShown(bool isShown)
{
    m_tray->setChecked(isShown);
}

void WindowActions::setViewsEnabled(bool isEnabled)
{
    for (QAction *action : m_views + QList<QAction *>{m_open, m_find})
        action->setEnabled(isEnabled);
}

QList<QAction *> WindowActions::all() const
{
    return m_views + QList<QAction *>{m_open, m_find, m_close, m_quit, m_fullScreen, m_tray, m_about};
}

void WindowActions::fill(QMenuBar &bar, QMenu &viewMenu) const
{
    QMenu *const file = bar.addMenu(tr("&File"));
    file->addAction(m_open);
    file->addSeparator();
    file->addAction(m_close);
    file->addAction(m_quit);
    QMenu *const edit = bar.addMenu(tr("&Edit"));
    edit->addAction(m_find);
    QMenu *const view = bar.addMenu(tr("&View"));
    view->addActions(m_views);
    view->addSeparator();
    view->addAction(m_fullScreen);
    view->addAction(m_tray);
    bar.addMenu(&viewMenu);
    QMenu *const help = bar.addMenu(tr("&Help"));
    help->addAction(m_about);
}
