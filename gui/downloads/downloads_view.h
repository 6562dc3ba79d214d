#pragma once

#include "client/job.h"
#include "widgets/view.h"

class DownloadsFilter;
class DownloadsModel;
class EmptyPage;
class InlineMessage;
class JobActions;
class JobDetails;
class JobOrders;
class Preferences;
class QSplitter;
class QStackedWidget;
class QTabBar;
class QTreeView;
class RateGraph;
class ServerConnection;
class TableColumns;

/// The server's downloads: a table by state, with the details of the one that is selected and the rate of all below it.
class DownloadsView final : public View {
    Q_OBJECT

public:
    /// Both must outlive it.
    DownloadsView(ServerConnection &connection, Preferences &preferences, QWidget *parent = nullptr);
    ~DownloadsView() override;

    /// Selects this job; one that is not known yet, as soon as it is.
    void showJob(const QString &jobId);

    QList<QAction *> toolBarActions() const override;
    void takeFocus() override;
    void saveState(QVariantMap &state) const override;
    void restoreState(const QVariantMap &state) override;

Q_SIGNALS:
    /// The model of a completed download is to be asked.
    void promptRequested(const QString &model);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makeTable();
    void arrange();
    void connectJobs();
    void connectActions();
    void showCounts();
    void showPage();
    void takeList();
    void takeChange(const Job &job, const Job &former);
    void selectAwaited();
    void showSelection();
    void cancel(const QList<Job> &jobs);
    void drop(const QStringList &ids, const QString &before);
    void showMenu(const QPoint &position);
    QList<Job> selectedJobs() const;
    const Job *currentJob() const;

    ServerConnection &m_connection;
    DownloadsModel *m_jobs;
    DownloadsFilter *m_filter;
    JobOrders *m_orders;
    JobActions *m_actions;
    InlineMessage *m_message;
    QTabBar *m_groups;
    QTreeView *m_table;
    TableColumns *m_columns;
    EmptyPage *m_empty;
    QStackedWidget *m_pages;
    JobDetails *m_details;
    RateGraph *m_graph;
    QSplitter *m_splitter;
    bool m_isListLost = false; ///< the message is about that
    QString m_awaited; ///< the job to select when it is there
};
