#include "downloads/job_details.h"

#include "downloads/job_state.h"
#include "downloads/segments_map.h"
#include "widgets/elided_label.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"
#include "widgets/sentence.h"

#include <QAction>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace {

Error asSentence(const QString &message, const QString &hint)
{
    return {ErrorKind::Internal, message, hint, false, {}};
}

} // namespace

JobDetails::JobDetails(QAction *retry, QWidget *parent)
    : QScrollArea(parent)
    , m_retry(retry)
    , m_page(new QWidget(this))
    , m_nothing(new QLabel(m_page))
    , m_message(new InlineMessage(m_page))
    , m_title(new ElidedLabel(m_page))
    , m_map(new SegmentsMap(m_page))
    , m_mapText(new QLabel(m_page))
    , m_ask(new QPushButton(namedIcon(u"dialog-messages"_s), tr("Open in the Playground"), m_page))
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus); // its parts take it
    setAccessibleName(tr("Details of the selected download"));
    setWidget(m_page);
    m_message->setObjectName(u"jobMessage"_s);
    m_message->setCloseable(false);
    m_title->setObjectName(u"jobTitle"_s);
    m_title->setAccessibleDescription(tr("Name"));
    QFont font = m_title->font();
    font.setBold(true);
    m_title->setFont(font);
    m_map->setObjectName(u"segmentsMap"_s);
    m_map->setAccessibleName(tr("Which parts of the file are there"));
    m_mapText->setObjectName(u"segmentsText"_s);
    m_mapText->setTextFormat(Qt::PlainText);
    m_mapText->setWordWrap(true);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_nothing->setTextFormat(Qt::PlainText);
    m_ask->setObjectName(u"askModel"_s);
    connect(m_ask, &QPushButton::clicked, this, [this] { Q_EMIT promptRequested(m_job.modelId); });

    auto *layout = new QVBoxLayout(m_page);
    layout->addWidget(m_nothing, 1);
    layout->addWidget(m_message);
    layout->addWidget(m_title);
    layout->addWidget(m_map);
    layout->addWidget(m_mapText);
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    layout->addLayout(form);
    m_repo = addRow(*form, u"jobRepo"_s, tr("Repo:"));
    m_file = addRow(*form, u"jobFile"_s, tr("File:"));
    m_commit = addRow(*form, u"jobCommit"_s, tr("Commit:"));
    m_sha256 = addRow(*form, u"jobSha256"_s, tr("SHA-256:"));
    m_attempts = addRow(*form, u"jobAttempts"_s, tr("Reconnections:"));
    layout->addWidget(m_ask, 0, Qt::AlignLeading);
    layout->addStretch();
    clear({});
}

ElidedLabel *JobDetails::addRow(QFormLayout &form, const QString &name, const QString &title)
{
    auto *value = new ElidedLabel(m_page);
    value->setObjectName(name);
    value->setAccessibleDescription(QString(title).remove(u':'));
    form.addRow(title, value);
    return value;
}

void JobDetails::showJob(const Job &job)
{
    const bool isSame = m_job.id == job.id;
    const QList<JobSegment> known = isSame ? m_job.segments : QList<JobSegment>();
    m_job = job;
    if (job.segments.isEmpty() && job.state == "downloading"_L1)
        m_job.segments = known; // the list has none of them: the last known ones, until it is asked for alone
    for (QWidget *part : m_page->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
        if (part != m_message)
            part->setVisible(part != m_nothing);
    }
    m_title->setText(titleOf(job));
    m_map->showJob(m_job);
    m_mapText->setText(m_map->text());
    m_repo->setText(job.repo);
    m_file->setText(job.filename.isEmpty() ? tr("not chosen yet") : job.filename);
    m_commit->setText(job.commit.isEmpty() ? tr("not known yet") : tr("%1 (%2)").arg(job.commit, job.revision));
    m_sha256->setText(job.sha256.isEmpty() ? tr("not known yet") : job.sha256);
    m_attempts->setText(QLocale().toString(job.attempts));
    m_ask->setVisible(!job.modelId.isEmpty());
    showTrouble(job);
}

void JobDetails::showTrouble(const Job &job)
{
    QString text = job.error;
    QString remedy = job.hint;
    if (text.isEmpty() && !job.isOver()) {
        text = job.lastError;
        remedy = job.lastHint;
    }
    if (text.isEmpty() || job.state == "cancelled"_L1) {
        m_told.clear();
        return m_message->clear();
    }
    // It is told once: each time a screen reader would read it out.
    if (const QString about = job.id + job.state + text; std::exchange(m_told, about) == about)
        return;
    if (canRetry(job))
        return m_message->tell(asSentence(text, remedy), {m_retry});
    m_message->tell(InlineMessage::Kind::Warning, sentenceOf(text), remedy);
}

void JobDetails::clear(const QString &reason)
{
    m_job = {};
    m_told.clear();
    for (QWidget *part : m_page->findChildren<QWidget *>(Qt::FindDirectChildrenOnly))
        part->setVisible(part == m_nothing);
    m_nothing->setText(reason);
}
