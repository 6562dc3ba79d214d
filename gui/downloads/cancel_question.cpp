#include "downloads/cancel_question.h"

#include "downloads/job_state.h"
#include "widgets/amounts.h"

#include <QCheckBox>
#include <QLocale>
#include <QPushButton>

using namespace Qt::StringLiterals;

CancelQuestion::CancelQuestion(const QList<Job> &jobs, QWidget *parent)
    : QMessageBox(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"cancelQuestion"_s);
    setIcon(QMessageBox::Question);
    setWindowTitle(tr("Cancel downloads"));
    setTextFormat(Qt::PlainText);
    qint64 bytes = 0;
    for (const Job &job : jobs)
        bytes += job.completedBytes;
    setText(jobs.size() == 1 ? tr("Cancel the download of %1?").arg(titleOf(jobs.first()))
                             : tr("Cancel %1 downloads?").arg(QLocale().toString(jobs.size())));
    setInformativeText(tr("%1 have come already.").arg(bytesText(bytes)));
    auto *keep = new QCheckBox(tr("&Keep what came, for the next download of the same file"), this);
    keep->setObjectName(u"keepPart"_s);
    setCheckBox(keep);
    QPushButton *const cancel = addButton(tr("&Cancel the download"), QMessageBox::DestructiveRole);
    cancel->setObjectName(u"confirmCancel"_s);
    QPushButton *const go = addButton(tr("&Go on"), QMessageBox::RejectRole);
    setDefaultButton(go);
    setEscapeButton(go);
    connect(cancel, &QPushButton::clicked, this, [this, keep] { Q_EMIT confirmed(keep->isChecked()); });
}
