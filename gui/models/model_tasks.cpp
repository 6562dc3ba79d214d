#include "models/model_tasks.h"

#include "connection/model_export.h"
#include "connection/model_list.h"
#include "connection/model_watch.h"
#include "connection/server_connection.h"
#include "models/task_strip.h"
#include "widgets/amounts.h"

#include <QDir>
#include <QLocale>

using namespace Qt::StringLiterals;

ModelTasks::ModelTasks(ServerConnection &connection, TaskStrip &strip, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
    , m_strip(strip)
{
    connect(&connection, &ServerConnection::stateChanged, &strip, [&strip](ServerConnection::State state) {
        if (state == ServerConnection::State::Connecting)
            strip.clear(); // what goes on at the former server is not seen any more
    });
}

void ModelTasks::verify(const ModelDetails &model)
{
    auto *task = new ModelWatch(m_connection.api(), verifyModelCall(model.id), this);
    m_strip.add(task, tr("Verifying %1").arg(model.id), tr("Stop watching; the server goes on"));
    connect(task, &ModelTask::progressed, this, [this, id = model.id](const ModelProgress &progress) {
        Q_EMIT activityChanged(id, tr("Being verified, %1 %").arg(QLocale().toString(progress.percent, 'f', 0)));
    });
    connect(task, &ModelTask::finished, this, [this, model](const ModelProgress &last) { tellVerified(model, last); });
    connect(task, &ModelTask::failed, this, &ModelTasks::failed);
    connect(task, &QObject::destroyed, this, [this, id = model.id] {
        Q_EMIT activityChanged(id, {});
        m_connection.models().refresh(); // its state may be another
    });
}

void ModelTasks::tellVerified(const ModelDetails &model, const ModelProgress &last)
{
    if (last.status != ModelProgress::Status::Complete)
        return;
    if (last.wasRecorded)
        return Q_EMIT succeeded(tr("%1 is unharmed.").arg(model.id), tr("Its SHA-256 is the one that was published."));
    Q_EMIT succeeded(tr("%1 was read whole.").arg(model.id),
                     tr("There was no SHA-256 to compare with. From now on there is."));
}

void ModelTasks::import(const QString &path)
{
    auto *task = new ModelWatch(m_connection.api(), importModelCall(path, {}, {}), this);
    m_strip.add(task, tr("Importing %1").arg(path), tr("Stop watching; the server goes on"));
    connect(task, &ModelTask::finished, this, [this](const ModelProgress &last) {
        m_connection.models().refresh();
        Q_EMIT succeeded(tr("%1 was imported.").arg(last.modelId), {});
        Q_EMIT imported(last.modelId);
    });
    connect(task, &ModelTask::failed, this, &ModelTasks::failed);
}

void ModelTasks::exportTo(const ModelDetails &model, const QString &path)
{
    auto *task = new ModelExport(m_connection.api(), model.id, path, this);
    m_strip.add(task, tr("Exporting %1").arg(model.id), tr("Stop the export"));
    connect(task, &ModelTask::finished, this, [this, model, path](const ModelProgress &last) {
        Q_EMIT succeeded(tr("%1 was exported.").arg(model.id),
                         tr("%1 in %2").arg(bytesText(last.completedBytes), QDir::toNativeSeparators(path)));
    });
    connect(task, &ModelTask::failed, this, &ModelTasks::failed);
}
