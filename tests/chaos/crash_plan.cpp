#include "crash_plan.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

QString nameOf(DiskCall call)
{
    switch (call) {
    case DiskCall::Mkdir: return u"mkdir"_s;
    case DiskCall::Truncate: return u"ftruncate"_s;
    case DiskCall::Allocate: return u"fallocate"_s;
    case DiskCall::Write: return u"pwrite64"_s;
    case DiskCall::DataSync: return u"fdatasync"_s;
    case DiskCall::Sync: return u"fsync"_s;
    case DiskCall::Rename: return u"rename"_s;
    case DiskCall::Remove: return u"unlink"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

Strike Strike::atCall(DiskCall call, quint32 turn, bool after)
{
    Strike strike;
    strike.moment = Moment::Call;
    strike.call = call;
    strike.turn = turn;
    strike.after = after;
    return strike;
}

Strike Strike::atState(const QByteArray &state)
{
    Strike strike;
    strike.moment = Moment::State;
    strike.state = state;
    return strike;
}

Strike Strike::atBytes(qint64 bytes)
{
    Strike strike;
    strike.bytes = bytes;
    return strike;
}

Strike Strike::withPowerCut() const
{
    Strike strike = *this;
    strike.power = true;
    return strike;
}

QString Strike::kind() const
{
    const QString what = power ? u"power cut"_s : u"kill"_s;
    switch (moment) {
    case Moment::Call: return what + u" at a system call"_s;
    case Moment::State: return what + u" at a state"_s;
    case Moment::Bytes: return what + u" at a random moment"_s;
    }
    Q_UNREACHABLE();
}

QString Strike::toString() const
{
    const QString what = power ? u"power cut"_s : u"kill"_s;
    switch (moment) {
    case Moment::Call: return u"%1 %2 %3 no. %4"_s.arg(what, after ? u"after"_s : u"before"_s, nameOf(call)).arg(turn);
    case Moment::State: return u"%1 at %2"_s.arg(what, QString::fromLatin1(state));
    case Moment::Bytes: return u"%1 after %2 bytes"_s.arg(what).arg(bytes);
    }
    Q_UNREACHABLE();
}

QList<QByteArray> statesOfAPull()
{
    return {"Queued", "Reserving", "Fetching", "Verifying", "Publishing", "Loading", "Done"};
}

QList<Strike> strikesAtAllCalls(const std::array<quint32, diskCalls> &made)
{
    QList<Strike> strikes;
    for (quint32 call = 0; call < diskCalls; ++call) {
        for (quint32 turn = 1; turn <= made[call]; ++turn)
            strikes << Strike::atCall(DiskCall(call), turn, false) << Strike::atCall(DiskCall(call), turn, true);
    }
    return strikes;
}

QList<Strike> drawn(QList<Strike> strikes, int count, QRandomGenerator &random)
{
    std::shuffle(strikes.begin(), strikes.end(), random);
    return strikes.mid(0, count);
}
