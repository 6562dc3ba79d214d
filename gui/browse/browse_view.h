#pragma once

#include "widgets/view.h"

class Preferences;
class ServerConnection;

/// The Hub's repos and their GGUF files.
class BrowseView final : public View {
    Q_OBJECT

public:
    /// Both must outlive it.
    BrowseView(ServerConnection &connection, Preferences &preferences, QWidget *parent = nullptr);

    /// Searches for, or opens, what was pasted or typed elsewhere: words, a repo, repo:QUANT, a Hub URL.
    void open(const QString &text);

Q_SIGNALS:
    /// A pull was begun; \a jobId is empty when nothing had to be downloaded.
    void pullStarted(const QString &jobId);
    /// An installed model is to be asked.
    void promptRequested(const QString &model);

private:
    ServerConnection &m_connection;
    Preferences &m_preferences;
};
