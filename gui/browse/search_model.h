#pragma once

#include "base/result.h"
#include "browse/fit_text.h"
#include "client/hub_listing.h"

#include <QAbstractListModel>
#include <QSet>

#include <memory>

class ServerConnection;

/// The repos that the Hub has found, page by page as they are scrolled to. A newer search cancels the one before.
class SearchModel final : public QAbstractListModel {
    Q_OBJECT

public:
    enum class State {
        Idle, ///< nothing was looked for
        Searching, ///< the rows are those of the search before
        Paging, ///< a further page is asked for
        Ready,
        Failed, ///< see error(); retry() asks again
    };
    Q_ENUM(State)
    enum Role {
        RepoRole = Qt::UserRole + 1, ///< a FoundRepo
        InstalledRole, ///< whether a model of it is installed
        FitRole, ///< a Fit
    };
    /// What a page is asked to have; the server may leave some out.
    static constexpr int pageSize = 50;
    /// So many pages are asked for in a row when what the filters leave of them fills no screen.
    static constexpr int mostPagesInARow = 10;

    /// \a connection must outlive it.
    explicit SearchModel(ServerConnection &connection, QObject *parent = nullptr);

    /// Looks for \a order, whose cursor and limit are the model's own. With \a openOnly without gated repos.
    void search(SearchOrder order, bool openOnly);
    /// Forgets everything, for another server.
    void clear();
    /// Asks again for what has failed.
    void retry();

    State state() const { return m_state; }
    const Error &error() const { return m_error; }
    /// Whether the Hub has no more.
    bool isWhole() const { return m_order.cursor.isEmpty(); }
    /// Of how many repos of the Hub the rows are what the filters have left.
    qsizetype seen() const { return m_seen; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void stateChanged();

private:
    void ask(State state);
    void take(const Result<QJsonObject> &answer);
    void replace(const QList<FoundRepo> &repos);
    void append(const QList<FoundRepo> &repos);
    QList<FoundRepo> unseen(const QList<FoundRepo> &repos);
    void readInstalled();
    bool isInstalled(const FoundRepo &repo) const;
    QString toolTip(const FoundRepo &repo) const;
    void setState(State state);

    ServerConnection &m_connection;
    SearchOrder m_order;
    bool m_openOnly = false;
    State m_state = State::Idle;
    Error m_error;
    std::unique_ptr<QObject> m_question; ///< what was asked last; without it no answer arrives
    QList<FoundRepo> m_repos;
    QSet<QString> m_names; ///< of m_repos: the Hub's order changes between two pages
    QSet<QString> m_installed; ///< repos
    qint64 m_memoryLimit = 0;
    qsizetype m_seen = 0;
    int m_pagesInARow = 0;
};
