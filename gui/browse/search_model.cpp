#include "browse/search_model.h"

#include "browse/repo_text.h"
#include "connection/model_list.h"
#include "connection/server_connection.h"
#include "widgets/literal_text.h"

#include <QDateTime>

#include <utility>

using namespace Qt::StringLiterals;

namespace {

/// Fewer new rows than these do not fill a screen: the view would not ask for more.
constexpr qsizetype enoughRows = 20;

} // namespace

SearchModel::SearchModel(ServerConnection &connection, QObject *parent)
    : QAbstractListModel(parent)
    , m_connection(connection)
{
    connect(&connection.models(), &ModelList::listed, this, &SearchModel::readInstalled);
    readInstalled();
}

void SearchModel::search(SearchOrder order, bool openOnly)
{
    m_order = std::move(order);
    m_order.cursor.clear();
    m_order.limit = pageSize;
    m_openOnly = openOnly;
    m_pagesInARow = 0;
    ask(State::Searching);
}

void SearchModel::clear()
{
    m_question.reset();
    m_order = {};
    replace({});
    setState(State::Idle);
}

void SearchModel::retry()
{
    if (m_state == State::Failed)
        ask(m_order.cursor.isEmpty() ? State::Searching : State::Paging);
}

void SearchModel::ask(State state)
{
    m_question = std::make_unique<QObject>();
    setState(state);
    m_connection.api().call(searchCall(m_order, {}), m_question.get(),
                            [this](const Result<QJsonObject> &answer) { take(answer); });
}

void SearchModel::take(const Result<QJsonObject> &answer)
{
    const auto answered = std::move(m_question); // lives until this returns: it is the receiver of this very call
    if (!answer) {
        m_error = answer.error();
        if (m_state == State::Searching)
            replace({}); // rows of another search would pass for what was looked for
        return setState(State::Failed);
    }
    const SearchPage page = SearchPage::fromJson(*answer);
    m_memoryLimit = page.memoryLimit;
    m_order.cursor = page.nextCursor;
    const qsizetype before = m_state == State::Searching ? 0 : m_repos.size();
    if (m_state == State::Searching)
        replace(page.repos);
    else
        append(page.repos);
    m_seen += pageSize;
    ++m_pagesInARow;
    if (m_repos.size() - before < enoughRows && !isWhole() && m_pagesInARow < mostPagesInARow)
        return ask(State::Paging);
    m_pagesInARow = 0;
    setState(State::Ready);
}

void SearchModel::replace(const QList<FoundRepo> &repos)
{
    beginResetModel();
    m_names.clear();
    m_seen = 0;
    m_repos = unseen(repos);
    endResetModel();
}

void SearchModel::append(const QList<FoundRepo> &repos)
{
    const QList<FoundRepo> more = unseen(repos);
    if (more.isEmpty())
        return;
    const int first = static_cast<int>(m_repos.size());
    beginInsertRows({}, first, first + static_cast<int>(more.size()) - 1);
    m_repos += more;
    endInsertRows();
}

QList<FoundRepo> SearchModel::unseen(const QList<FoundRepo> &repos)
{
    QList<FoundRepo> rows;
    for (const FoundRepo &repo : repos) {
        if ((m_openOnly && repo.gated) || m_names.contains(repo.repo))
            continue;
        m_names.insert(repo.repo);
        rows += repo;
    }
    return rows;
}

int SearchModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_repos.size());
}

QVariant SearchModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FoundRepo &repo = m_repos[index.row()];
    switch (role) {
    case Qt::DisplayRole: return repo.repo;
    case Qt::ToolTipRole: return literalText(toolTip(repo));
    case Qt::AccessibleTextRole: {
        QStringList all{repo.repo};
        all += repoMarks(repo, isInstalled(repo));
        all += fitText(fitOf(repo.neededMemory, m_memoryLimit));
        all += repoFacts(repo, QDateTime::currentDateTimeUtc());
        all.removeAll(QString());
        return all.join(u", "_s);
    }
    case RepoRole: return QVariant::fromValue(repo);
    case InstalledRole: return isInstalled(repo);
    case FitRole: return QVariant::fromValue(fitOf(repo.neededMemory, m_memoryLimit));
    default: return {};
    }
}

QString SearchModel::toolTip(const FoundRepo &repo) const
{
    QStringList lines{repo.repo, factsLine(repoFacts(repo, QDateTime::currentDateTimeUtc())),
                      fitNumbers(0, repo.neededMemory, m_memoryLimit)};
    if (repo.gated)
        lines += tr("Gated: access must be asked for on the Hub");
    if (!repo.installed.isEmpty())
        lines += tr("Installed: %1").arg(repo.installed.join(u", "_s));
    lines.removeAll(QString());
    return lines.join(u'\n');
}

bool SearchModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_state == State::Ready && !isWhole();
}

void SearchModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        ask(State::Paging);
}

void SearchModel::readInstalled()
{
    QSet<QString> installed;
    for (const ModelDetails &model : m_connection.models().models()) {
        if (!model.repo.isEmpty())
            installed.insert(model.repo);
    }
    if (std::exchange(m_installed, installed) == installed || m_repos.isEmpty())
        return;
    Q_EMIT dataChanged(index(0), index(rowCount() - 1), {InstalledRole, Qt::AccessibleTextRole});
}

bool SearchModel::isInstalled(const FoundRepo &repo) const
{
    return m_connection.models().isKnown() ? m_installed.contains(repo.repo) : !repo.installed.isEmpty();
}

void SearchModel::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}
