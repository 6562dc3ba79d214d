#pragma once

#include "client/hub_reference.h"
#include "widgets/view.h"

#include <QTimer>

class EmptyNote;
class InlineMessage;
class Preferences;
class QLabel;
class QListView;
class QSplitter;
class RepoPane;
class SearchBar;
class SearchModel;
class ServerConnection;

/// The Hub's repos and their GGUF files.
class BrowseView final : public View {
    Q_OBJECT

public:
    /// Both must outlive it.
    BrowseView(ServerConnection &connection, Preferences &preferences, QWidget *parent = nullptr);

    /// Searches for, or opens, what was pasted or typed elsewhere: words, a repo, repo:QUANT, a Hub URL.
    void open(const QString &text);

    QList<QAction *> toolBarActions() const override;
    void takeFocus() override;
    void saveState(QVariantMap &state) const override;
    void restoreState(const QVariantMap &state) override;

Q_SIGNALS:
    /// A pull was begun; \a jobId is empty when nothing had to be downloaded.
    void pullStarted(const QString &jobId);
    /// An installed model is to be asked.
    void promptRequested(const QString &model);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void connectParts();
    void searchIfDue();
    void goToResults();
    void openChosen();
    void openReference(const HubReference &reference);
    void askForMoreNear(int position);
    void showSearch();
    void showCount();
    void handleConnection();
    void forgetServer();

    ServerConnection &m_connection;
    SearchBar *m_bar;
    InlineMessage *m_message;
    SearchModel *m_results;
    QListView *m_list;
    EmptyNote *m_note;
    QLabel *m_count;
    RepoPane *m_pane;
    QSplitter *m_splitter;
    QAction *m_reload;
    QAction *m_retry;
    QTimer m_choice; ///< whoever runs through the list with the arrow keys opens none of it
    std::optional<HubReference> m_wanted; ///< named while there was no server
    bool m_isDue = true; ///< something is to be looked for as soon as it can be and would be seen
};
