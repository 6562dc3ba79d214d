#include "setup/first_model_box.h"

#include "connection/job_list.h"
#include "connection/server_connection.h"
#include "setup/first_models_model.h"
#include "widgets/amounts.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace {

QString progressText(const Job &job)
{
    if (job.state == "downloading"_L1) {
        return FirstModelBox::tr("%1 of %2, %3")
            .arg(bytesText(job.completedBytes), bytesText(job.totalBytes), rateText(job.bytesPerSecond));
    }
    if (job.state == "verifying"_L1)
        return FirstModelBox::tr("Being verified");
    if (job.state == "loading"_L1 || job.state == "publishing"_L1)
        return FirstModelBox::tr("Being loaded");
    if (job.state == "paused"_L1)
        return FirstModelBox::tr("Paused");
    return FirstModelBox::tr("Waiting");
}

} // namespace

FirstModelBox::FirstModelBox(ServerConnection &connection, QWidget *parent)
    : QGroupBox(tr("A first model"), parent)
    , m_connection(connection)
    , m_model(new FirstModelsModel(this))
    , m_table(new QTreeView)
    , m_get(new QPushButton(namedIcon(u"download"_s), tr("&Download and try")))
    , m_progress(new QProgressBar)
    , m_message(new InlineMessage)
    , m_askAgain(new QAction(namedIcon(u"view-refresh"_s), tr("Try again"), this))
{
    m_table->setObjectName(u"firstModels"_s);
    m_table->setAccessibleName(tr("Small models to begin with"));
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setModel(m_model);
    m_table->header()->setAccessibleName(m_table->accessibleName());
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(FirstModelsModel::Model, QHeaderView::Stretch);
    m_table->header()->resizeSection(FirstModelsModel::Size, 12 * m_table->fontMetrics().averageCharWidth());
    m_table->header()->resizeSection(FirstModelsModel::Fit, 36 * m_table->fontMetrics().averageCharWidth());
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setFixedHeight(m_table->header()->sizeHint().height() + 2 * m_table->frameWidth()
                            + m_model->rowCount() * (m_table->fontMetrics().height() + 6));
    m_get->setObjectName(u"getFirstModel"_s);
    m_progress->setObjectName(u"firstModelProgress"_s);
    m_progress->setAccessibleName(tr("Progress of the download"));
    m_progress->hide();
    m_message->setObjectName(u"firstModelMessage"_s);

    auto *row = new QHBoxLayout;
    row->addWidget(m_progress, 1);
    row->addStretch();
    row->addWidget(m_get);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_table);
    layout->addWidget(m_message);
    layout->addLayout(row);

    m_askAgain->setObjectName(u"askForFirstModels"_s);
    connect(m_askAgain, &QAction::triggered, this, &FirstModelBox::askHub);
    connect(m_get, &QPushButton::clicked, this, &FirstModelBox::start);
    connect(m_table, &QTreeView::activated, this, &FirstModelBox::start);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &FirstModelBox::enableButton);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &FirstModelBox::enableButton);
    connect(&connection, &ServerConnection::stateChanged, this, &FirstModelBox::showConnection);
    connect(&connection, &ServerConnection::serverChanged, this, &FirstModelBox::handleServerChange);
    connect(&connection.jobs(), &JobList::listed, this, &FirstModelBox::handleList);
    connect(&connection.jobs(), &JobList::added, this, &FirstModelBox::followJob);
    connect(&connection.jobs(), &JobList::changed, this, &FirstModelBox::followJob);
    m_table->setCurrentIndex(m_model->index(0, 0));
    showConnection();
}

void FirstModelBox::showConnection()
{
    switch (m_connection.state()) {
    case ServerConnection::State::Connected:
        m_message->clear();
        if (!m_isPulling)
            askHub();
        break;
    case ServerConnection::State::Lost:
    case ServerConnection::State::Refused: m_message->tell(m_connection.trouble()); break;
    case ServerConnection::State::Idle:
        m_message->tell(InlineMessage::Kind::Information, tr("First say where models are to run."));
        break;
    case ServerConnection::State::Connecting:
        m_message->tell(InlineMessage::Kind::Information, tr("The service is starting."));
        break;
    }
    enableButton();
}

void FirstModelBox::handleServerChange()
{
    // An order that the former server has not confirmed yet is answered by nobody. A job that it had may go on.
    if (m_connection.state() == ServerConnection::State::Connecting && m_isPulling && m_job.isEmpty())
        end();
    showConnection();
}

void FirstModelBox::handleList()
{
    // A server that is being connected to has said nothing yet.
    if (m_isPulling && !m_job.isEmpty() && m_connection.jobs().isKnown() && !m_connection.jobs().find(m_job))
        end(); // this server has it not
    followJob();
}

void FirstModelBox::askHub()
{
    const int row = m_table->currentIndex().row();
    m_message->clear();
    m_model->setAsked();
    m_table->setCurrentIndex(m_model->index(qMax(0, row), 0));
    for (const QString &repo : FirstModelsModel::repos()) {
        m_connection.api().call(listFilesCall(repo, {}, {}), this, [this, repo](const Result<QJsonObject> &answer) {
            takeListing(repo, answer ? Result<RepoOffer>(RepoOffer::fromJson(*answer)) : failWith(answer));
        });
    }
}

void FirstModelBox::takeListing(const QString &repo, const Result<RepoOffer> &listing)
{
    m_model->setListing(repo, listing);
    if (!listing && !m_isPulling)
        m_message->tell(listing.error(), {m_askAgain});
}

void FirstModelBox::enableButton()
{
    const OfferedFile *const file = m_model->file(m_table->currentIndex().row());
    const bool isInstalled = file && !file->installedAs.isEmpty();
    m_get->setText(isInstalled ? tr("Tr&y it") : tr("&Download and try"));
    m_get->setEnabled(file && !m_isPulling && m_connection.state() == ServerConnection::State::Connected);
}

void FirstModelBox::start()
{
    const int row = m_table->currentIndex().row();
    const OfferedFile *const file = m_model->file(row);
    if (!file || !m_get->isEnabled())
        return;
    if (!file->installedAs.isEmpty())
        return Q_EMIT ready(file->installedAs);
    m_isPulling = true;
    m_job.clear();
    m_message->clear();
    m_progress->setRange(0, 0);
    m_progress->setFormat(tr("Waiting"));
    m_progress->show();
    enableButton();
    Q_EMIT pullingChanged();
    m_connection.startPull({.model = m_model->repo(row), .filename = file->filename}, this,
                           [this](const Result<PullEvent> &event) { take(event); });
}

void FirstModelBox::take(const Result<PullEvent> &event)
{
    if (!event) {
        end();
        return m_message->tell(event.error());
    }
    if (event->status == PullEvent::Status::Complete) { // it was there already
        end();
        return Q_EMIT ready(event->modelId);
    }
    m_job = event->jobId;
    followJob();
}

void FirstModelBox::followJob()
{
    const Job *const job = m_isPulling && !m_job.isEmpty() ? m_connection.jobs().find(m_job) : nullptr;
    if (!job)
        return;
    if (job->state == "complete"_L1) {
        const QString model = job->modelId;
        end();
        return Q_EMIT ready(model);
    }
    if (job->isOver()) {
        const QString why = job->error.isEmpty() ? tr("The download was cancelled.") : job->error;
        end();
        return m_message->tell(InlineMessage::Kind::Failure, why, tr("Try it again, or take another one."));
    }
    m_progress->setRange(0, job->totalBytes > 0 ? 1000 : 0);
    m_progress->setValue(static_cast<int>(job->percent * 10));
    m_progress->setFormat(progressText(*job));
    m_progress->setAccessibleDescription(progressText(*job));
}

void FirstModelBox::end()
{
    m_isPulling = false;
    m_job.clear();
    m_progress->hide();
    enableButton();
    Q_EMIT pullingChanged();
}
