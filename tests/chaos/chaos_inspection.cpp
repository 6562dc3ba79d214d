// What a run looks at after each death, and at its end.
#include "blocking_http.h"
#include "chaos_run.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;
/// What docs promise: at most this is fetched again, besides what was on the wire.
constexpr qint64 checkpointBytes = 64 * mebibyte;
/// What one connection may have under way: the stand-in's own buffer (1.25 MiB) and its socket's (4 MiB), the reader's
/// socket (it grows to about 6 MiB on loopback) and Qt's buffer (1 MiB).
constexpr qint64 wireBytes = 12 * mebibyte;
constexpr qint64 mostConnections = 16;

/// The bytes that a request to the file server asks for; all when it names none.
Claim wantedBy(const HubRequestLog &request, qint64 fileBytes)
{
    if (!request.range.startsWith("bytes="))
        return {{}, 0, fileBytes};
    const QByteArrayList ends = request.range.sliced(6).split('-');
    return {{}, ends.value(0).toLongLong(), ends.value(1).isEmpty() ? fileBytes : ends.value(1).toLongLong() + 1};
}

bool isAbout(const HubRequestLog &request, const Ware &ware)
{
    return request.cdn && request.method == "GET" && request.target.contains(ware.file().toLatin1());
}

} // namespace

void ChaosRun::readClient(const QList<QJsonObject> &lines)
{
    for (const QJsonObject &line : lines) {
        if (line.value("id"_L1).isString() && !m_accepted) {
            m_accepted = true;
            m_id = line.value("id"_L1).toString();
            ++m_tally.accepted;
        }
        if (line.value("status"_L1) == "complete"_L1 && !std::exchange(m_completeRead, true))
            ++m_tally.completeRead;
    }
}

void ChaosRun::inspect(const Start &begun, qint64 reportedBytes)
{
    inspectFiles();
    inspectTraffic(begun);
    const bool isThere = m_models.sha256Of(m_wanted.file()) == m_wanted.sha256();
    const qint64 heldBefore = totalBytes(begun.claims);
    m_heldBytes = isThere ? m_wanted.bytes() : totalBytes(m_models.claims());
    if (m_heldBytes < heldBefore)
        violate(u"the journal claims %1 bytes after it claimed %2"_s.arg(m_heldBytes).arg(heldBefore));
    if (m_completeRead && !isThere)
        violate(u"complete was read, and the model is not there"_s);
    if (m_jobEnded || isThere)
        return;

    const qint64 connections =
        std::min<qint64>(mostConnections, std::max<qint64>(0, m_hub.requests().size() - begun.requests));
    const qint64 twice = std::max<qint64>(0, m_hub.cdnBytes() - begun.sentBytes - (m_heldBytes - heldBefore));
    const qint64 unrecorded = std::max<qint64>(0, reportedBytes - m_heldBytes);
    m_tally.twice += twice;
    m_tally.unrecorded += unrecorded;
    if (twice > checkpointBytes + connections * wireBytes)
        violate(u"%1 bytes were sent and not kept, over %2 connections"_s.arg(twice).arg(connections));
    if (unrecorded > checkpointBytes + connections * mebibyte) // a piece of each is taken while the writer is behind
        violate(u"%1 bytes were reported as done and not kept"_s.arg(unrecorded));
}

void ChaosRun::inspectFiles()
{
    for (const QString &file : m_models.files()) {
        const QByteArray sha256 = m_models.sha256Of(file);
        const bool whole = file == "bystander.gguf"_L1
            ? sha256 == m_bystander
            : sha256 == m_wanted.sha256() || (m_before && sha256 == m_before->sha256());
        if (!whole)
            violate(u"%1 is not whole: %2"_s.arg(file, QString::fromLatin1(sha256)));
    }
    if (m_models.sha256Of(u"bystander.gguf"_s).isEmpty())
        violate(u"the other model is gone"_s);
    if (m_before && m_models.sha256Of(m_before->file()).isEmpty())
        violate(u"the model that was there is gone"_s);
    for (const Claim &claim : m_models.claims()) {
        if (!QFile::exists(claim.dataPath))
            continue; // published: the journal means nothing any more
        ++m_tally.claimsCompared;
        if (!m_wanted.isIn(claim.dataPath, claim.begin, claim.end))
            violate(u"the journal claims bytes that are not there: %1 to %2"_s.arg(claim.begin).arg(claim.end));
    }
}

/// What the journal claimed when a life began was not asked for in it.
void ChaosRun::inspectTraffic(const Start &begun)
{
    for (const HubRequestLog &request : m_hub.requests().mid(begun.requests)) {
        if (!isAbout(request, m_wanted))
            continue;
        const Claim wanted = wantedBy(request, m_wanted.bytes());
        for (const Claim &claim : begun.claims) {
            if (wanted.begin < claim.end && claim.begin < wanted.end)
                violate(u"%1 was asked for, and the journal claimed %2 to %3"_s.arg(
                    QString::fromLatin1(request.range), QString::number(claim.begin), QString::number(claim.end)));
        }
    }
}

void ChaosRun::awaitJobs(DoomedService &service)
{
    constexpr int longest = 180'000;
    QJsonObject last;
    const auto none = [&] {
        service.awaitDeath(10);
        last = httpGet(service.port(), "/v1/api/downloads").json();
        const QJsonArray downloads = last.value("downloads"_L1).toArray();
        return !last.isEmpty() && std::all_of(downloads.begin(), downloads.end(), [](const auto &download) {
            const QString state = download.toObject().value("state"_L1).toString();
            return state == "complete"_L1 || state == "failed"_L1 || state == "cancelled"_L1;
        });
    };
    if (!service.await(none, longest))
        return violate(u"the job does not end by itself"_s, service.log());
    const QJsonArray downloads = last.value("downloads"_L1).toArray();
    for (const auto &entry : downloads) {
        const QJsonObject download = entry.toObject();
        if (download.value("state"_L1) != "failed"_L1)
            continue;
        ++m_tally.failed;
        const QString reason = download.value("error"_L1)["message"_L1].toString();
        if (reason.isEmpty())
            violate(u"a job failed without a reason"_s, service.log());
        qInfo().noquote() << "failed, and is retried:" << reason << "after" << m_story.join(u", "_s);
        const QByteArray path = "/v1/api/downloads/" + download.value("id"_L1).toString().toLatin1() + "/retry";
        httpPost(service.port(), path, {});
        if (!service.await(none, longest))
            violate(u"the retried job does not end"_s, service.log());
    }
}

QStringList ChaosRun::leftovers() const
{
    QStringList left;
    for (const char *directory : {"parts", "trash", "jobs"}) {
        for (const QString &name : m_models.own(QString::fromLatin1(directory)))
            left += QString::fromLatin1(directory) + u'/' + name;
    }
    for (const QString &name : m_models.own(u"manifests"_s)) {
        if (!name.endsWith(".json"_L1))
            left += u"manifests/" + name;
    }
    return left;
}

void ChaosRun::finish()
{
    m_hub.clearFaults();
    const Start begun = start();
    DoomedService service({m_hub.url(), m_models.path(), {}});
    ++m_tally.restarts;
    if (!service.awaitHealth())
        return violate(u"it does not become healthy again"_s, service.log());
    if (m_accepted) {
        const int failedBefore = m_tally.failed;
        awaitJobs(service);
        m_tally.completed += m_tally.failed == failedBefore ? 1 : 0;
    } else {
        ++m_tally.unaccepted;
        const auto lines = httpPost(service.port(), "/v1/api/pull", pullBody(m_wanted)).lines();
        if (lines.isEmpty() || lines.last().value("status"_L1) != "complete"_L1)
            violate(u"the pull is not done after the kills"_s, service.log());
        awaitJobs(service);
    }
    inspectTraffic(begun);
    inspectEnd(service);
    const bool ended = service.terminate();
    m_log = service.log();
    if (!ended)
        violate(u"SIGTERM was not obeyed"_s);
}

void ChaosRun::inspectEnd(DoomedService &service)
{
    QStringList expected{u"bystander.gguf"_s, m_wanted.file()};
    if (m_kind == Kind::Twin)
        expected += m_before->file();
    expected.sort();
    service.await([this] { return leftovers().isEmpty(); }, 3000);
    if (m_models.sha256Of(m_wanted.file()) != m_wanted.sha256())
        violate(m_accepted ? u"the accepted job has vanished: its model is not there"_s
                           : u"the model is not there in the end"_s,
                service.log());
    if (m_models.files() != expected)
        violate(u"the models directory holds "_s + m_models.files().join(u' '), service.log());
    if (m_kind == Kind::Twin && m_models.sha256Of(m_before->file()) != m_before->sha256())
        violate(u"the twin has changed"_s, service.log());
    inspectFiles();
    if (!leftovers().isEmpty())
        violate(u"left behind: "_s + leftovers().join(u' '), service.log());
    const qsizetype listed = httpGet(service.port(), "/v1/models").json().value("data"_L1).toArray().size();
    if (listed != expected.size())
        violate(u"%1 models are listed"_s.arg(listed), service.log());
    if (httpGet(service.port(), "/v1/health").status != 200)
        violate(u"it is not healthy in the end"_s, service.log());
}
