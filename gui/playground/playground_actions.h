#pragma once

#include <QAction>
#include <QList>

class QMenu;

/// What can be done in the playground, as actions for toolbar, menu and keys.
class PlaygroundActions final : public QObject {
    Q_OBJECT

public:
    explicit PlaygroundActions(QWidget *parent);
    ~PlaygroundActions() override;

    /// Null is a separator.
    QList<QAction *> toolBar() const;
    /// With those that have keys only.
    QList<QAction *> all() const;

    QAction *const newChat;
    QAction *const stop; ///< Esc while an answer is under way
    QAction *const regenerate;
    QAction *const compare; ///< these three are toggles
    QAction *const markdown;
    QAction *const parameters;
    QAction *const copyAnswer;
    QAction *const copyCurl;
    QAction *const copyPython;
    QAction *const copyJson;
    QAction *const cancelEdit; ///< Esc while a former prompt is edited

private:
    QAction *add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key = {});

    QMenu *m_copyMenu;
    QAction *m_copy;
};
