#pragma once

#include <QAction>
#include <QObject>

class QMenuBar;

/// The actions of the window itself, with their keys, and the menu bar made of them.
class WindowActions final : public QObject {
    Q_OBJECT

public:
    /// \a views are the titles of the sidebar's, in its order.
    explicit WindowActions(const QStringList &views, QObject *parent);

    /// \a viewMenu's actions are those of the view that is shown.
    void fill(QMenuBar &bar, QMenu &viewMenu) const;
    /// False while there is no view to be seen.
    void setViewsEnabled(bool isEnabled);
    /// Shows in the menu what the window is.
    void setFullScreen(bool isFull);
    /// The same of the icon in the tray.
    void setTrayShown(bool isShown);
    /// For the window, so that their keys work.
    QList<QAction *> all() const;

Q_SIGNALS:
    void viewChosen(int view);
    void openRequested(); ///< a Hub address of the clipboard
    void closeRequested();
    void quitRequested();
    void fullScreenToggled(bool isFull);
    void trayToggled(bool isShown);
    void aboutRequested();
    void findRequested();

private:
    QAction *add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key);

    QList<QAction *> m_views;
    QAction *m_open;
    QAction *m_find;
    QAction *m_close;
    QAction *m_quit;
    QAction *m_fullScreen;
    QAction *m_tray;
    QAction *m_about;
};
