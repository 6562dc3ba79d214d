#pragma once

#include "client/job.h"

#include <QScrollArea>

class ElidedLabel;
class InlineMessage;
class QFormLayout;
class QLabel;
class QPushButton;
class SegmentsMap;

/// All that is known of one job.
class JobDetails final : public QScrollArea {
    Q_OBJECT

public:
    /// \a retry is offered where a job has failed; it must outlive this.
    explicit JobDetails(QAction *retry, QWidget *parent = nullptr);

    void showJob(const Job &job);
    /// \a reason: why there is nothing to show.
    void clear(const QString &reason);

Q_SIGNALS:
    void promptRequested(const QString &model);

private:
    ElidedLabel *addRow(QFormLayout &form, const QString &name, const QString &title);
    void showTrouble(const Job &job);

    QAction *const m_retry;
    Job m_job;
    QString m_told; ///< what the message is about, so that it is told once
    QWidget *m_page;
    QLabel *m_nothing;
    InlineMessage *m_message;
    ElidedLabel *m_title;
    SegmentsMap *m_map;
    QLabel *m_mapText;
    ElidedLabel *m_repo;
    ElidedLabel *m_file;
    ElidedLabel *m_commit;
    ElidedLabel *m_sha256;
    ElidedLabel *m_attempts;
    QPushButton *m_ask;
};
