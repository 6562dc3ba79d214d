#pragma once

#include "client/job.h"

#include <QObject>

class QAction;
class QKeySequence;
class QWidget;

/// What can be done with the selected jobs, as actions with keys; each is enabled when it would do something.
class JobActions final : public QObject {
    Q_OBJECT

public:
    /// The keys work below \a view.
    explicit JobActions(QWidget *view);

    /// Those that are selected now.
    void setJobs(const QList<Job> &jobs);
    /// The key that pauses and resumes works in \a table only: elsewhere it presses a button.
    void setTable(QWidget *table);
    /// For a toolbar; null is a separator.
    QList<QAction *> toolBar() const;
    /// For a menu of the selection.
    QList<QAction *> menu() const;
    QAction *retryAction() const { return m_retry; }

Q_SIGNALS:
    void pauseRequested(const QStringList &ids);
    void resumeRequested(const QStringList &ids);
    void retryRequested(const QStringList &ids);
    void cancelRequested(const QList<Job> &jobs);
    void upRequested(const QStringList &ids);
    void downRequested(const QStringList &ids);
    void promptRequested(const QString &model);

private:
    QAction *add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key);
    QStringList idsOf(bool (*isMeant)(const Job &)) const;
    void resume();
    void toggle();
    void ask();

    QWidget *const m_view;
    QList<Job> m_jobs;
    QAction *m_resume;
    QAction *m_pause;
    QAction *m_retry;
    QAction *m_cancel;
    QAction *m_up;
    QAction *m_down;
    QAction *m_ask;
    QAction *m_toggle;
};
