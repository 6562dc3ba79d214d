#pragma once

#include "client/job.h"

#include <QMessageBox>

/// Asks whether \a jobs are to be cancelled, because the bytes that came are lost then, and whether those shall stay.
class CancelQuestion final : public QMessageBox {
    Q_OBJECT

public:
    /// Deletes itself when it is closed.
    CancelQuestion(const QList<Job> &jobs, QWidget *parent);

Q_SIGNALS:
    void confirmed(bool keepsPart);
};
