#include "store/replicas.h"

#include "base/background.h"
#include "base/logging.h"
#include "store/adoption.h"
#include "store/durable_file.h"
#include "store/part_claim.h"
#include "store/trash.h"

#include <QDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
constexpr auto watchInterval = 5s;
}

Replicas::Replicas(StoreLayout layout, std::shared_ptr<Lease> lease, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_layout(std::move(layout))
    , m_lease(std::move(lease))
    , m_clock(clock)
{
    m_disk.setMaxThreadCount(1);
}

Replicas::~Replicas()
{
    m_disk.waitForDone();
}

void Replicas::start()
{
    qCInfo(logStore).noquote() << "replica" << m_lease->replica() << "of those that share" << m_layout.models();
    m_clock.callAfter(Lease::beatInterval, this, [this] { beat(); });
    watch();
}

void Replicas::leave()
{
    m_leaving = true;
    m_disk.waitForDone();
    m_lease->release();
    moveToTrash(m_layout.serving(), m_layout.trash());
}

void Replicas::beat()
{
    if (m_leaving)
        return;
    m_clock.callAfter(Lease::beatInterval, this, [this] { beat(); });
    if (m_comingBack || std::exchange(m_beating, true))
        return;
    runInBackground(
        m_disk, this, [lease = m_lease] { return lease->beat(); },
        [this](const Result<void> &shown) {
            m_beating = false;
            if (shown || m_leaving)
                return;
            qCWarning(logStore).noquote() << "replica" << m_lease->replica() << "—" << shown.error().message;
            if (shown.error().kind == ErrorKind::Locked)
                comeBack();
        });
}

void Replicas::comeBack()
{
    if (m_leaving)
        return;
    m_comingBack = true;
    runInBackground(
        m_disk, this,
        [lease = m_lease, layout = m_layout]() -> Result<void> {
            // What it worked on is free before its name lives again.
            for (const QString &part : QDir(layout.parts()).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
                releasePart(layout.parts() + u'/' + part, *lease);
            if (const auto taken = lease->retake(); !taken)
                return taken;
            if (const auto made = makeDirectory(layout.adopted()); !made)
                return made;
            return makeDirectory(layout.jobs());
        },
        [this](const Result<void> &back) {
            if (!back) {
                qCWarning(logStore).noquote() << back.error().message;
                return m_clock.callAfter(watchInterval, this, [this] { comeBack(); });
            }
            m_comingBack = false;
            Q_EMIT lost();
        });
}

void Replicas::watch()
{
    if (m_leaving)
        return;
    m_clock.callAfter(watchInterval, this, [this] { watch(); });
    if (std::exchange(m_looking, true))
        return;
    runInBackground(
        m_disk, this,
        [directory = m_layout.replicas(), own = m_lease->replica()] {
            QHash<QString, QByteArray> beats;
            for (const QString &replica : QDir(directory).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
                if (replica != own)
                    beats.insert(replica, Lease::beatOf(directory, replica));
            }
            return beats;
        },
        [this](const QHash<QString, QByteArray> &beats) { judge(beats); });
}

void Replicas::judge(const QHash<QString, QByteArray> &beats)
{
    m_looking = false;
    const auto now = m_clock.now();
    // Who has not looked for long, because it was frozen or the disk hung, cannot say how long the others were silent.
    if (now - std::exchange(m_lastLook, now) > 3 * watchInterval)
        m_others.clear();
    m_others.removeIf([&beats](const auto &other) { return !beats.contains(other.key()); });
    QHash<QString, QByteArray> dead;
    for (auto beat = beats.cbegin(); beat != beats.cend(); ++beat) {
        Seen &seen = m_others[beat.key()];
        if (seen.since == std::chrono::steady_clock::time_point() || seen.beat != beat.value())
            seen = {beat.value(), now};
        if (Lease::hasLeft(beat.value()) || now - seen.since >= Lease::deadAfter)
            dead.insert(beat.key(), beat.value());
    }
    if (!dead.isEmpty() && !m_leaving)
        adopt(dead);
}

void Replicas::adopt(const QHash<QString, QByteArray> &dead)
{
    runInBackground(
        m_disk, this,
        [layout = m_layout, lease = m_lease, dead] {
            bool any = false;
            // One that is itself taken for dead takes nothing over.
            for (auto replica = dead.cbegin(); replica != dead.cend(); ++replica)
                any = (lease->isHeld() && adoptReplica(layout, replica.key(), replica.value())) || any;
            return any;
        },
        [this](bool any) {
            if (any)
                Q_EMIT adopted();
        });
}
