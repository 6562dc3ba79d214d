#include "models/task_strip.h"

#include "connection/model_task.h"
#include "widgets/amounts.h"
#include "widgets/elided_label.h"
#include "widgets/icons.h"

#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace {

constexpr int steps = 1000;

QString amountText(const ModelProgress &progress)
{
    return progress.totalBytes > 0
        ? TaskStrip::tr("%1 of %2").arg(bytesText(progress.completedBytes), bytesText(progress.totalBytes))
        : bytesText(progress.completedBytes);
}

void show(QProgressBar &bar, const ModelProgress &progress)
{
    bar.setRange(0, progress.totalBytes > 0 ? steps : 0); // else it only says that something goes on
    bar.setValue(static_cast<int>(progress.percent * steps / 100));
}

} // namespace

TaskStrip::TaskStrip(QWidget *parent)
    : QWidget(parent)
    , m_lines(new QVBoxLayout(this))
{
    m_lines->setContentsMargins(0, 0, 0, 0);
    hide();
}

TaskStrip::~TaskStrip()
{
    // They go when less than this is left.
    for (QWidget *line : findChildren<QWidget *>(Qt::FindDirectChildrenOnly))
        line->disconnect(this);
}

void TaskStrip::add(ModelTask *task, const QString &text, const QString &stop)
{
    auto *line = new QWidget(this);
    task->setParent(line);
    auto *label = new ElidedLabel(line);
    label->setText(text);
    label->setObjectName(u"taskText"_s);
    label->setAccessibleName(text);
    auto *bar = new QProgressBar(line);
    bar->setObjectName(u"taskProgress"_s);
    bar->setAccessibleName(text);
    bar->setRange(0, 0);
    bar->setTextVisible(false); // the label says it: Fusion cuts a bar's text from right to left
    auto *button = new QToolButton(line);
    button->setObjectName(u"stopTask"_s);
    button->setIcon(namedIcon(u"dialog-cancel"_s));
    button->setText(stop);
    button->setToolTip(stop);
    button->setAccessibleName(stop);
    button->setAutoRaise(true);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(label, 2);
    row->addWidget(bar, 3);
    row->addWidget(button);
    m_lines->addWidget(line);
    show();
    connect(task, &ModelTask::progressed, bar, [bar, label, text](const ModelProgress &progress) {
        ::show(*bar, progress);
        label->setText(tr("%1: %2").arg(text, amountText(progress)));
    });
    connect(task, &ModelTask::finished, line, &QObject::deleteLater);
    connect(task, &ModelTask::failed, line, &QObject::deleteLater);
    connect(button, &QToolButton::clicked, line, &QObject::deleteLater);
    ++m_count;
    connect(line, &QObject::destroyed, this, [this] { setVisible(--m_count > 0); });
}

void TaskStrip::clear()
{
    const QList<QWidget *> lines = findChildren<QWidget *>(Qt::FindDirectChildrenOnly);
    qDeleteAll(lines);
}
