#include "browse/repo_pane.h"

#include "browse/fit_text.h"
#include "browse/repo_files_model.h"
#include "browse/repo_sheet.h"
#include "browse/repo_text.h"
#include "connection/job_list.h"
#include "connection/model_list.h"
#include "connection/server_connection.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"

#include <QAction>
#include <QDateTime>
#include <QDesktopServices>
#include <QLabel>
#include <QLocale>
#include <QStackedLayout>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

QAction *newAction(const QString &name, const QString &text, const QString &icon, QObject *parent)
{
    auto *action = new QAction(namedIcon(icon), text, parent);
    action->setObjectName(name);
    return action;
}

/// The address comes from a server: a page is opened, and nothing else is started.
void openPage(const QString &address)
{
    const QUrl url(address, QUrl::StrictMode);
    if (url.isValid() && (url.scheme() == "https"_L1 || url.scheme() == "http"_L1))
        QDesktopServices::openUrl(url);
}

} // namespace

RepoPane::RepoPane(ServerConnection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_files(new RepoFilesModel(connection.jobs(), this))
    , m_pages(new QStackedLayout(this))
    , m_pull(newAction(u"pullFile"_s, tr("&Pull"), u"download"_s, this))
    , m_prompt(newAction(u"openInPlayground"_s, tr("Open in Pla&yground"), u"dialog-messages"_s, this))
    , m_hubPage(newAction(u"openHubPage"_s, tr("Open page on the Hu&b"), u"globe"_s, this))
    , m_access(newAction(u"openAccessPage"_s, tr("Open the access page"), u"globe"_s, this))
    , m_retry(newAction(u"retryRepo"_s, tr("Try again"), u"view-refresh"_s, this))
{
    m_pull->setShortcut(Qt::CTRL | Qt::Key_D);
    m_sheet = new RepoSheet(*m_files, actions(), this);
    auto *hint = new QLabel(tr("Choose a repo to see its files"), this);
    hint->setObjectName(u"noRepo"_s);
    hint->setAlignment(Qt::AlignCenter);
    hint->setWordWrap(true);
    hint->setForegroundRole(QPalette::PlaceholderText);
    m_pages->addWidget(hint);
    m_pages->addWidget(m_sheet);
    setFocusProxy(m_sheet);
    connectParts();
    setState(State::Empty);
}

void RepoPane::connectParts()
{
    connect(m_sheet, &RepoSheet::chosenChanged, this, &RepoPane::showActions);
    connect(m_sheet, &RepoSheet::activated, this, &RepoPane::act);
    connect(m_files, &RepoFilesModel::dataChanged, this, &RepoPane::showActions);
    connect(m_pull, &QAction::triggered, this, &RepoPane::pull);
    connect(m_prompt, &QAction::triggered, this, &RepoPane::prompt);
    connect(m_hubPage, &QAction::triggered, this, [this] { openPage(m_files->listing().page); });
    connect(m_access, &QAction::triggered, this, [this] { openPage(m_files->listing().accessPage); });
    connect(m_retry, &QAction::triggered, this, &RepoPane::reload);
    connect(&m_connection, &ServerConnection::stateChanged, this, &RepoPane::showActions);
    connect(&m_connection.models(), &ModelList::listed, this, &RepoPane::refresh);
    connect(&m_connection.jobs(), &JobList::changed, this, &RepoPane::watch);
}

void RepoPane::open(const HubReference &reference, const std::optional<FoundRepo> &found)
{
    const bool isShown = (m_state == State::Asking || m_state == State::Listed) && reference.model == m_reference.model
        && reference.revision == m_reference.revision;
    m_reference = reference;
    if (isShown) {
        m_sheet->message().clear(); // perhaps that there is no such quantization
        showGating();
        return chooseNamed();
    }
    m_found = found;
    m_files->setListing({});
    m_sheet->setTitle(reference.repo);
    m_sheet->setReason({}, false);
    m_sheet->setCard({});
    m_license.clear();
    reload();
}

void RepoPane::reload()
{
    if (m_state == State::Empty && m_reference.repo.isEmpty())
        return;
    m_sheet->message().clear();
    m_question = std::make_unique<QObject>();
    setState(State::Asking);
    ask();
    askForCard();
}

void RepoPane::clear()
{
    m_question.reset();
    m_starting.clear();
    m_reference = {};
    m_found.reset();
    m_files->setListing({});
    m_sheet->message().clear();
    setState(State::Empty);
}

void RepoPane::takeFocus()
{
    m_sheet->takeFocus();
}

QList<QAction *> RepoPane::actions() const
{
    return {m_pull, m_prompt, m_hubPage};
}

void RepoPane::ask()
{
    m_connection.api().call(listFilesCall(m_reference.model, {}, {}), m_question.get(),
                            [this](const Result<QJsonObject> &answer) { takeListing(answer); });
}

void RepoPane::takeListing(const Result<QJsonObject> &answer)
{
    if (!answer) {
        m_files->setListing({});
        setState(State::Failed);
        return m_sheet->message().tell(answer.error(), {m_retry});
    }
    m_files->setListing(RepoOffer::fromJson(*answer));
    m_sheet->setTitle(m_files->listing().repo);
    m_sheet->setReason(m_files->listing().reason, m_files->recommendedRow() >= 0);
    showGating();
    setState(State::Listed);
    chooseNamed();
}

/// What is installed is another: the rows are the same, their marks may not be.
void RepoPane::refresh()
{
    if (m_state != State::Listed || m_connection.state() != ServerConnection::State::Connected)
        return;
    m_connection.api().call(listFilesCall(m_reference.model, {}, {}), m_question.get(),
                            [this](const Result<QJsonObject> &answer) {
                                if (answer && m_state == State::Listed)
                                    m_files->setListing(RepoOffer::fromJson(*answer));
                            });
}

void RepoPane::askForCard()
{
    m_connection.api().call(modelCardCall(m_reference.model, {}, {}), m_question.get(),
                            [this](const Result<QJsonObject> &answer) {
                                if (!answer) // a repo needs no card, and what is wrong with the Hub the files tell
                                    return;
                                const ModelCard card = ModelCard::fromJson(*answer);
                                m_license = card.license;
                                m_sheet->setCard(card.text);
                                showFacts();
                            });
}

void RepoPane::chooseNamed()
{
    if (m_state != State::Listed || m_files->rowCount() == 0)
        return;
    int row = -1;
    if (!m_reference.filename.isEmpty())
        row = m_files->rowOfFile(m_reference.filename);
    else if (!m_reference.quantization.isEmpty())
        row = m_files->rowOfQuantization(m_reference.quantization);
    const bool isNamed = !m_reference.filename.isEmpty() || !m_reference.quantization.isEmpty();
    if (isNamed && row < 0) {
        const QString name = m_reference.filename.isEmpty() ? m_reference.quantization : m_reference.filename;
        m_sheet->message().tell(InlineMessage::Kind::Information, tr("%1 has no %2").arg(m_files->listing().repo, name),
                                tr("Choose one of the files below."));
    }
    m_sheet->choose(row >= 0 ? row : std::max(m_files->recommendedRow(), 0));
}

const OfferedFile *RepoPane::chosen() const
{
    const int row = m_sheet->chosenRow();
    return m_state == State::Listed && row >= 0 ? &m_files->file(row) : nullptr;
}

void RepoPane::pull()
{
    const OfferedFile *const file = chosen();
    if (!file || !m_pull->isEnabled())
        return;
    m_sheet->message().clear();
    m_starting = file->filename;
    showActions();
    const PullOrder order{.model = m_files->listing().repo,
                          .filename = file->filename,
                          .revision = m_reference.revision,
                          .force = !file->installedAs.isEmpty()};
    m_connection.startPull(
        order, this, [this, filename = m_starting](const Result<PullEvent> &event) { takeStart(filename, event); });
}

void RepoPane::takeStart(const QString &filename, const Result<PullEvent> &event)
{
    m_starting.clear();
    showActions();
    if (!event)
        return tellFailure(event.error());
    if (event->jobId.isEmpty())
        m_sheet->message().tell(InlineMessage::Kind::Success, tr("%1 is installed already").arg(filename));
    Q_EMIT pullStarted(event->jobId);
}

void RepoPane::tellFailure(const Error &error)
{
    m_sheet->message().tell(error,
                            m_files->listing().accessPage.isEmpty() ? QList<QAction *>() : QList<QAction *>{m_access});
}

void RepoPane::watch(const Job &job, const Job &former)
{
    const QList<OfferedFile> &files = m_files->listing().files;
    const bool isOurs = std::any_of(files.begin(), files.end(), [&](const OfferedFile &file) {
        return concerns(job, m_files->listing().repo, file);
    });
    if (m_state != State::Listed || !isOurs || job.state == former.state)
        return;
    if (job.state == "failed"_L1) {
        tellFailure({ErrorKind::Internal, job.error, job.hint, false, {}});
        m_toldFailure = m_sheet->message().text();
    } else if (former.state == "failed"_L1 && m_sheet->message().text() == m_toldFailure) {
        m_sheet->message().clear(); // it is tried again
    }
}

void RepoPane::prompt()
{
    if (const OfferedFile *file = chosen(); file && !file->installedAs.isEmpty())
        Q_EMIT promptRequested(file->installedAs);
}

void RepoPane::act()
{
    const OfferedFile *const file = chosen();
    if (!file)
        return;
    if (!file->installedAs.isEmpty())
        prompt();
    else
        pull();
}

void RepoPane::showFacts()
{
    QStringList facts;
    const RepoOffer &listing = m_files->listing();
    if (m_found) {
        facts = repoFacts(*m_found, QDateTime::currentDateTimeUtc());
        if (!m_found->architecture.isEmpty())
            facts.prepend(m_found->architecture);
        if (m_found->contextLength > 0)
            facts += tr("context of %1 tokens").arg(QLocale().toString(m_found->contextLength));
    } else if (listing.parameters > 0) {
        FoundRepo known;
        known.parameters = listing.parameters;
        facts += repoFacts(known, QDateTime::currentDateTimeUtc()).first();
    }
    if (!m_license.isEmpty())
        facts += tr("licence: %1").arg(m_license);
    m_sheet->setFacts(factsLine(facts));
}

void RepoPane::showGating()
{
    if (m_files->listing().accessPage.isEmpty())
        return;
    m_sheet->message().tell(
        InlineMessage::Kind::Warning, tr("%1 is gated: its owner gives access on request").arg(m_files->listing().repo),
        tr("Ask for access on its page, with the account whose token this server has. Without access "
           "a pull is refused."),
        {m_access});
}

void RepoPane::showActions()
{
    const OfferedFile *const file = chosen();
    const FileStatus::Kind kind = file ? m_files->status(m_sheet->chosenRow()).kind : FileStatus::Kind::None;
    const bool isConnected = m_connection.state() == ServerConnection::State::Connected;
    const bool isInstalled = file && !file->installedAs.isEmpty();
    m_pull->setText(isInstalled ? tr("&Pull again") : tr("&Pull"));
    m_pull->setToolTip(isInstalled ? tr("Look on the Hub for something newer, and bring it to the server")
                                   : tr("Bring the chosen file to the server"));
    m_pull->setEnabled(file && isConnected && kind != FileStatus::Kind::Underway && kind != FileStatus::Kind::Incomplete
                       && m_starting != file->filename);
    m_prompt->setEnabled(isInstalled && isConnected);
    m_hubPage->setEnabled(m_state == State::Listed && !m_files->listing().page.isEmpty());
}

void RepoPane::setState(State state)
{
    m_state = state;
    m_pages->setCurrentIndex(state == State::Empty ? 0 : 1);
    switch (state) {
    case State::Empty:
    case State::Failed: m_sheet->setNote({}); break;
    case State::Asking: m_sheet->setNote(m_files->rowCount() > 0 ? QString() : tr("Loading the files\u2026")); break;
    case State::Listed:
        m_sheet->setNote(m_files->rowCount() > 0 ? QString() : tr("This repo has no GGUF files"));
        break;
    }
    showFacts();
    showActions();
}

void RepoPane::saveState(QVariantMap &state) const
{
    m_sheet->saveState(state);
}

void RepoPane::restoreState(const QVariantMap &state)
{
    m_sheet->restoreState(state);
}
