#pragma once

#include "base/result.h"
#include "client/pull.h"

#include <QGroupBox>

class FirstModelsModel;
struct RepoOffer;
class InlineMessage;
class QAction;
class QProgressBar;
class QPushButton;
class QTreeView;
class ServerConnection;

/// Three small models to choose from; pulls one and says when it can be asked.
class FirstModelBox final : public QGroupBox {
    Q_OBJECT

public:
    /// \a connection must outlive it.
    explicit FirstModelBox(ServerConnection &connection, QWidget *parent = nullptr);

    bool isPulling() const { return m_isPulling; }

Q_SIGNALS:
    void ready(const QString &model);
    /// A pull has begun or ended.
    void pullingChanged();

private:
    void askHub();
    void showConnection();
    void enableButton();
    void start();
    void take(const Result<PullEvent> &event);
    void takeListing(const QString &repo, const Result<RepoOffer> &listing);
    void handleServerChange();
    void handleList();
    void followJob();
    void end();

    ServerConnection &m_connection;
    FirstModelsModel *m_model;
    QTreeView *m_table;
    QPushButton *m_get;
    QProgressBar *m_progress;
    InlineMessage *m_message;
    QAction *m_askAgain;
    QString m_job;
    bool m_isPulling = false;
};
