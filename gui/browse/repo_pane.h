#pragma once

#include "client/hub_listing.h"
#include "client/hub_reference.h"
#include "client/pull.h"

#include <QVariantMap>
#include <QWidget>

#include <memory>

class QAction;
class QStackedLayout;
class RepoFilesModel;
class RepoSheet;
class ServerConnection;
struct Job;

/// One repo of the Hub: what it is, its files, and what can be done with them.
class RepoPane final : public QWidget {
    Q_OBJECT

public:
    enum class State {
        Empty, ///< no repo was chosen
        Asking, ///< what the repo offers
        Listed,
        Failed, ///< the message says why
    };

    /// \a connection must outlive it.
    explicit RepoPane(ServerConnection &connection, QWidget *parent = nullptr);

    /// Shows the repo of \a reference and chooses the file that it names or, if it names none, the recommended one.
    /// \a found is what a search has told of it.
    void open(const HubReference &reference, const std::optional<FoundRepo> &found = {});
    /// Asks for what is shown again.
    void reload();
    void clear();
    /// To the files.
    void takeFocus();

    /// What can be done with the chosen file; live as long as this.
    QList<QAction *> actions() const;

    void saveState(QVariantMap &state) const;
    void restoreState(const QVariantMap &state);

Q_SIGNALS:
    /// \a jobId is empty when nothing had to be downloaded.
    void pullStarted(const QString &jobId);
    void promptRequested(const QString &model);

private:
    void connectParts();
    void ask();
    void askForCard();
    void takeListing(const Result<QJsonObject> &answer);
    void refresh();
    void chooseNamed();
    const OfferedFile *chosen() const;
    void pull();
    void takeStart(const QString &filename, const Result<PullEvent> &event);
    void tellFailure(const Error &error);
    void watch(const Job &job, const Job &former);
    void prompt();
    void act();
    void showFacts();
    void showGating();
    void showActions();
    void setState(State state);

    ServerConnection &m_connection;
    State m_state = State::Empty;
    HubReference m_reference;
    std::optional<FoundRepo> m_found;
    QString m_license;
    std::unique_ptr<QObject> m_question; ///< what is asked for this repo; without it no answer arrives
    QString m_starting; ///< the file whose pull was not answered yet; empty: none
    QString m_toldFailure; ///< what was said of a job that failed
    RepoFilesModel *m_files;
    QStackedLayout *m_pages;
    RepoSheet *m_sheet;
    QAction *m_pull;
    QAction *m_prompt;
    QAction *m_hubPage;
    QAction *m_access;
    QAction *m_retry;
};
