#pragma once

#include "base/result.h"
#include "client/shimmy_status.h"

#include <QWidget>

class ElidedLabel;
class HistoryModel;
class InlineMessage;
class InstancesModel;
class QAction;
class QFormLayout;
class QLabel;
class QProgressBar;
class QTreeView;
class ServerConnection;

/// The state of the service and of its Shimmys, what happened to them, and who waits for them.
class OverviewPage final : public QWidget {
    Q_OBJECT

public:
    /// \a connection must outlive it.
    explicit OverviewPage(ServerConnection &connection, QWidget *parent = nullptr);

    /// Has fresh instances take over.
    QAction *restartAction() const { return m_restart; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    ElidedLabel *addFact(QFormLayout &form, const QString &objectName, const QString &title);
    void refresh();
    void clear();
    void restart();
    void finishRestart(const Result<ShimmyRestart> &outcome);
    void showFacts();
    void showStatus(const ShimmyStatus &status);
    void enableRestart();

    ServerConnection &m_connection;
    QAction *m_restart;
    InlineMessage *m_message;
    InlineMessage *m_trouble;
    QProgressBar *m_progress;
    QLabel *m_queue;
    ElidedLabel *m_server;
    ElidedLabel *m_service;
    ElidedLabel *m_uptime;
    ElidedLabel *m_disk;
    ElidedLabel *m_shimmy;
    ElidedLabel *m_program;
    ElidedLabel *m_switches;
    ElidedLabel *m_restarts;
    QTreeView *m_instances;
    QTreeView *m_history;
    InstancesModel *m_instancesModel;
    HistoryModel *m_historyModel;
    bool m_isAsking = false;
    bool m_isStatusMissing = false; ///< which the message tells
    bool m_isRestarting = false;
};
