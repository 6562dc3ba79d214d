#pragma once

#include "widgets/view.h"

class Preferences;
class ServerConnection;

/// The server's downloads.
class DownloadsView final : public View {
    Q_OBJECT

public:
    /// Both must outlive it.
    DownloadsView(ServerConnection &connection, Preferences &preferences, QWidget *parent = nullptr);

    /// Selects this job.
    void showJob(const QString &jobId);

Q_SIGNALS:
    /// The model of a completed download is to be asked.
    void promptRequested(const QString &model);

private:
    ServerConnection &m_connection;
    Preferences &m_preferences;
};
