#pragma once

#include <QStatusBar>

class QLabel;
class ServerConnection;

/// The status bar: which server, Shimmy's state, free disk, running and queued downloads, their rate.
class StatusLine final : public QStatusBar {
    Q_OBJECT

public:
    /// \a connection must outlive it.
    explicit StatusLine(ServerConnection &connection, QWidget *parent = nullptr);

private:
    void showServer();
    void showShimmy();
    void showDownloads();
    QLabel *addPart(const QString &name, const QString &description);

    ServerConnection &m_connection;
    QLabel *m_server;
    QLabel *m_shimmy;
    QLabel *m_disk;
    QLabel *m_downloads;
    QLabel *m_rate;
};
