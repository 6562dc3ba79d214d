#include "chaos_run.h"

#include "blocking_http.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <new>

using namespace Qt::StringLiterals;

namespace {

const QString repo = u"org/wares-GGUF"_s;
const QString bystander = u"bystander.gguf"_s;

/// What there is before a run: the older version, or the same bytes under another name.
std::optional<Ware> wareBefore(ChaosRun::Kind kind, qint64 bytes, quint32 seed, const QString &directory)
{
    const QString local = directory + u"/before";
    switch (kind) {
    case ChaosRun::Kind::Fresh: return std::nullopt;
    case ChaosRun::Kind::NewerOfSameSize: return Ware(repo, u"ware.gguf"_s, bytes, seed + 1, local);
    case ChaosRun::Kind::NewerAndLarger: return Ware(repo, u"ware.gguf"_s, bytes - 64 * 1024, seed + 1, local);
    case ChaosRun::Kind::Twin: return Ware(repo, u"first.gguf"_s, bytes, seed, local);
    }
    Q_UNREACHABLE();
}

/// What the first download of the list has done, by its own account.
qint64 reportedBytes(quint16 port)
{
    const QJsonArray downloads = httpGet(port, "/v1/api/downloads").json().value("downloads"_L1).toArray();
    return downloads.isEmpty() ? 0 : downloads.first()["completed"_L1].toInteger();
}

} // namespace

ChaosRun::ChaosRun(Kind kind, qint64 bytes, quint32 seed, Tally &tally, PowerDisk *disk)
    : m_kind(kind)
    , m_seed(seed)
    , m_tally(tally)
    , m_disk(disk)
    , m_random(seed)
    , m_models(disk ? disk->path() : m_directory.filePath(u"models"_s))
    , m_before(wareBefore(kind, bytes, seed, m_directory.path()))
    , m_wanted(repo, u"ware.gguf"_s, bytes, seed, m_directory.filePath(u"wanted"_s))
{
    ++m_tally.runs;
    prepare();
}

void ChaosRun::prepare()
{
    QDir().mkpath(m_models.path());
    writeTinyGguf(m_models.pathOf(bystander));
    m_bystander = sha256At(m_models.pathOf(bystander));
    const int directory = ::open(QFile::encodeName(m_models.path()).constData(), O_RDONLY | O_CLOEXEC);
    ::syncfs(directory);
    ::close(directory);
    if (m_before) {
        m_before->offer(m_hub);
        DoomedService service({m_hub.url(), m_models.path(), {}});
        service.awaitHealth();
        const auto lines = httpPost(service.port(), "/v1/api/pull", pullBody(*m_before)).lines();
        if (lines.isEmpty() || lines.last().value("status"_L1) != "complete"_L1)
            violate(u"the pull before the first strike did not complete"_s, service.log());
        if (!service.terminate())
            violate(u"SIGTERM was not obeyed"_s, service.log());
    }
    m_wanted.offer(m_hub);
}

QJsonObject ChaosRun::pullBody(const Ware &ware) const
{
    return {{u"model"_s, ware.repo()}, {u"filename"_s, ware.file()}, {u"queue"_s, true}, {u"force"_s, true}};
}

void ChaosRun::addFaults(bool withStall)
{
    const auto somewhere = [this] { return m_random.bounded(m_wanted.bytes()); };
    const auto add = [this](HubFault::Kind kind, qint64 at, auto &&adjust) {
        HubFault fault{kind, "ware.gguf"};
        fault.at = at;
        adjust(fault);
        m_hub.inject(fault);
    };
    const auto asItIs = [](HubFault &) {};
    if (m_random.bounded(2) == 0)
        add(HubFault::Kind::Cut, somewhere(), asItIs);
    if (m_random.bounded(2) == 0)
        add(HubFault::Kind::Reset, somewhere(), asItIs);
    if (m_random.bounded(2) == 0)
        add(HubFault::Kind::Status, 0, [](HubFault &fault) { fault.status = 503; });
    if (m_random.bounded(3) == 0) {
        add(HubFault::Kind::Status, 0, [](HubFault &fault) {
            fault.status = 503;
            fault.onCdn = false; // the Hub itself
        });
    }
    if (m_random.bounded(3) == 0)
        add(HubFault::Kind::Drip, 0, [](HubFault &fault) { fault.rate = 4 << 20; });
    if (withStall)
        add(HubFault::Kind::Stall, somewhere(), asItIs);
}

void ChaosRun::arm(const Strike &strike)
{
    const QByteArray path = QFile::encodeName(m_directory.filePath(u"board"_s));
    const int file = ::open(path.constData(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0 || ::ftruncate(file, sizeof(StrikeBoard)) != 0)
        qFatal("cannot write %s", path.constData());
    void *mapped = ::mmap(nullptr, sizeof(StrikeBoard), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    auto *board = new (mapped) StrikeBoard;
    if (strike.moment == Strike::Moment::Call) {
        board->call = strike.call;
        board->at = strike.turn;
        board->after = strike.after ? 1 : 0;
    }
    board->deaf = strike.deaf ? 1 : 0;
    if (strike.power)
        std::strncpy(board->disk.data(), QFile::encodeName(m_disk->path()).constData(), board->disk.size() - 1);
    ::munmap(mapped, sizeof(StrikeBoard));
    ::close(file);
}

std::array<quint32, diskCalls> ChaosRun::callsMade() const
{
    std::array<quint32, diskCalls> made{};
    QFile file(m_directory.filePath(u"board"_s));
    if (file.open(QIODevice::ReadOnly) && file.size() == sizeof(StrikeBoard))
        file.read(reinterpret_cast<char *>(made.data()), sizeof made); // the board begins with them
    return made;
}

ChaosRun::Start ChaosRun::start() const
{
    return {m_models.claims(), m_hub.cdnBytes(), m_hub.requests().size()};
}

/// Nothing more will come: the log says that the job has ended, or there is none, because an earlier life did it all.
bool ChaosRun::hasEnded(const DoomedService &service) const
{
    if (service.hasSeen("Done") || service.hasSeen("Failed"))
        return true;
    if (service.hasJob())
        return false;
    const QJsonArray downloads = httpGet(service.port(), "/v1/api/downloads").json().value("downloads"_L1).toArray();
    return downloads.isEmpty() || downloads.first().toObject().value("state"_L1) == "failed"_L1;
}

void ChaosRun::awaitStrike(const Strike &strike, const Start &start, DoomedService &service)
{
    constexpr int noJobYet = 1000; // milliseconds until a pull must have become a job
    QElapsedTimer clock;
    clock.start();
    const auto ended = [&] { return (service.hasJob() || clock.elapsed() > noJobYet) && hasEnded(service); };
    switch (strike.moment) {
    case Strike::Moment::Call:
        service.await(ended);
        service.awaitDeath(100); // the record goes after the end
        return;
    case Strike::Moment::State: service.await([&] { return service.hasSeen(strike.state) || ended(); }); return;
    case Strike::Moment::Bytes:
        service.await([&] { return m_hub.cdnBytes() - start.sentBytes >= strike.bytes || ended(); });
        return;
    }
}

bool ChaosRun::dieBy(const Strike &strike)
{
    m_story += strike.toString();
    arm(strike);
    const Start begun = start();
    m_tally.restarts += m_story.size() > 1 ? 1 : 0;
    DoomedService service({m_hub.url(), m_models.path(), m_directory.filePath(u"board"_s)});
    std::optional<BlockingHttp> client;
    const bool answers = service.awaitAnswer();
    if (answers && !m_accepted) {
        client.emplace(service.port());
        const QByteArray body = QJsonDocument(pullBody(m_wanted)).toJson(QJsonDocument::Compact);
        client->send(httpRequestBytes("POST", "/v1/api/pull", body, {{"Content-Type", "application/json"}}));
    }
    if (answers)
        awaitStrike(strike, begun, service);
    qint64 reported = service.isAlive() ? reportedBytes(service.port()) : 0;
    const bool struckItself = !service.isAlive();
    if (!answers && !struckItself)
        violate(u"it does not answer"_s, service.log());
    if (strike.power && !struckItself)
        m_disk->cutPower();
    m_jobEnded = service.hasSeen("Done") || (answers && !struckItself && hasEnded(service));
    service.kill();
    m_log = service.log();
    if (!service.wasKilled())
        violate(u"it ended by itself"_s);
    if (strike.moment == Strike::Moment::Call && !struckItself)
        ++m_tally.kills[u"kill at the end instead"_s];
    else
        ++m_tally.kills[strike.kind()];
    if (strike.power && !m_disk->powerOn())
        violate(u"the disk cannot be mounted again"_s);
    if (strike.power)
        m_models.forgetHashes();
    if (client) {
        const QList<QJsonObject> lines = client->read().lines();
        readClient(lines);
        for (const QJsonObject &line : lines)
            reported = std::max(reported, line.value("completed"_L1).toInteger());
    }
    inspect(begun, reported);
    return strike.moment != Strike::Moment::Call || struckItself;
}

void ChaosRun::violate(const QString &what, const QByteArray &log)
{
    const QByteArrayList lines = (log.isEmpty() ? m_log : log).trimmed().split('\n');
    const QString text = u"%1 (kind %2, %3 bytes, seed %4; %5)"_s.arg(what)
                             .arg(static_cast<int>(m_kind))
                             .arg(m_wanted.bytes())
                             .arg(m_seed)
                             .arg(m_story.join(u", "_s));
    m_tally.violations += text;
    if (m_tally.quiet)
        return;
    qWarning().noquote() << "VIOLATION:" << text << "\n   log:\n    "
                         << lines.mid(qMax<qsizetype>(0, lines.size() - 25)).join("\n     ");
}
