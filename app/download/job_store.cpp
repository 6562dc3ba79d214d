#include "download/job_store.h"

#include "base/background.h"
#include "base/json.h"
#include "base/logging.h"
#include "store/durable_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

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
    for (auto order = m_orders.cbegin(); order != m_orders.cend(); ++order) {
        if (const auto written = write(pathOf(order.key()), order->json); !written)
            qCWarning(logDownload).noquote() << written.error().message;
    }
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

void JobStore::save(const JobRecord &record, Saved saved)
{
    Order &order = m_orders[record.id];
    order.json = toJson(record.toJson());
    order.saved.push_back(std::move(saved));
    carryOut(record.id);
}

void JobStore::remove(const QString &id)
{
    m_orders[id].json.reset();
    carryOut(id);
}

void JobStore::carryOut(const QString &id)
{
    if (m_busy.contains(id) || !m_orders.contains(id))
        return;
    m_busy.insert(id);
    Order order = m_orders.take(id);
    runInBackground(
        m_disk, this, [path = pathOf(id), json = std::move(order.json)] { return write(path, json); },
        [this, id, saved = std::move(order.saved)](const Result<void> &written) {
            m_busy.remove(id);
            if (!written && saved.empty())
                qCWarning(logDownload).noquote() << written.error().message;
            for (const Saved &each : saved)
                each(written);
            carryOut(id);
        });
}

Result<void> JobStore::write(const QString &path, const std::optional<QByteArray> &json)
{
    if (json)
        return writeDurably(path, *json);
    if (!QFile::remove(path))
        return {};
    return syncDirectory(QFileInfo(path).path());
}

bool JobStore::has(const QString &id) const
{
    return QFile::exists(pathOf(id));
}
