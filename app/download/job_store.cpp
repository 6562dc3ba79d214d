#include "download/job_store.h"

#include "base/background.h"
#include "base/json.h"
#include "base/logging.h"
#include "store/durable_file.h"

#include <QDir>
#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 maxRecordBytes = 4 << 20;
}

JobStore::JobStore(QString directory, QObject *parent)
    : QObject(parent)
    , m_directory(std::move(directory))
{
    m_disk.setMaxThreadCount(1);
}

JobStore::~JobStore()
{
    m_disk.waitForDone();
}

QString JobStore::pathOf(const QString &id) const
{
    return m_directory + u'/' + id + u".json"_s;
}

QList<JobRecord> JobStore::loadFrom(const QString &path)
{
    QList<JobRecord> records;
    const QDir directory(path);
    for (const QString &name : directory.entryList({u"*.json"_s}, QDir::Files)) {
        QFile file(directory.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const auto json = parseJsonObject(file.read(maxRecordBytes), name);
        auto record = json ? JobRecord::fromJson(*json) : failWith(json);
        if (record && record->id + u".json" == name)
            records += *std::move(record);
        else
            qCWarning(logDownload).noquote() << "cannot read the record of a download," << file.fileName();
    }
    std::sort(records.begin(), records.end(), [](const JobRecord &a, const JobRecord &b) { return a.order < b.order; });
    return records;
}

void JobStore::save(const JobRecord &record, std::function<void(Result<void>)> saved)
{
    runInBackground(
        m_disk, this, [path = pathOf(record.id), json = toJson(record.toJson())] { return writeDurably(path, json); },
        std::move(saved));
}

bool JobStore::has(const QString &id) const
{
    return QFile::exists(pathOf(id));
}

void JobStore::remove(const QString &id)
{
    runInBackground(
        m_disk, this,
        [path = pathOf(id), directory = m_directory]() -> Result<void> {
            if (!QFile::remove(path))
                return {};
            return syncDirectory(directory);
        },
        [](const Result<void> &removed) {
            if (!removed)
                qCWarning(logDownload).noquote() << removed.error().message;
        });
}
