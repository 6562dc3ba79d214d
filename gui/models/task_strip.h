#pragma once

#include <QWidget>

class ModelTask;
class QProgressBar;
class QVBoxLayout;

/// What goes on with models, a line each, with its progress and a way to stop watching it. Takes no room while there is
/// nothing.
class TaskStrip final : public QWidget {
    Q_OBJECT

public:
    explicit TaskStrip(QWidget *parent = nullptr);
    ~TaskStrip() override;

    /// Takes \a task, and deletes it when it has ended or is stopped. \a stop says what stopping does.
    void add(ModelTask *task, const QString &text, const QString &stop);
    /// They were another server's.
    void clear();

private:
    QVBoxLayout *m_lines;
    int m_count = 0; ///< the layout knows of a line that goes too late
};
