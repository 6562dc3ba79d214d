#pragma once

#include "base/result.h"
#include "client/server_checks.h"

#include <QWidget>

class ChecksModel;
class InlineMessage;
class QCheckBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;
class QTreeView;
class ServerConnection;

/// Has the server examined, and says what to do about what does not work.
class DoctorPage final : public QWidget {
    Q_OBJECT

public:
    /// \a connection must outlive it.
    explicit DoctorPage(ServerConnection &connection, QWidget *parent = nullptr);

    void takeFocus();

private:
    void examine();
    void take(const Result<ServerExamination> &examination);
    void clear();
    void enableButtons();

    ServerConnection &m_connection;
    ChecksModel *m_model;
    InlineMessage *m_message;
    QPushButton *m_run;
    QCheckBox *m_generation;
    QToolButton *m_copy;
    QProgressBar *m_progress;
    QLabel *m_hint;
    QTreeView *m_table;
    bool m_isAsking = false;
};
