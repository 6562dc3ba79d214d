#pragma once

#include "strike_board.h"

#include <QByteArray>
#include <QList>
#include <QRandomGenerator>
#include <QString>

/// When, and by what, one life of shimmyd ends.
struct Strike {
    enum class Moment {
        Call, ///< a system call of the commit protocol
        State, ///< a download has entered a state
        Bytes, ///< the Hub has sent so much
    };
    Moment moment = Moment::Bytes;
    bool power = false; ///< the disk loses its power first
    bool deaf = false; ///< no sync of that life does anything
    DiskCall call = DiskCall::Sync;
    quint32 turn = 0; ///< of the call in that life, from 1
    bool after = false; ///< when the call is done; false: before it
    QByteArray state = {};
    qint64 bytes = 0;

    static Strike atCall(DiskCall call, quint32 turn, bool after);
    static Strike atState(const QByteArray &state);
    static Strike atBytes(qint64 bytes);
    Strike withPowerCut() const;

    /// "kill at a system call", for counting.
    QString kind() const;
    /// "kill before the 3rd fsync", for repeating it.
    QString toString() const;
};

/// The states of a download that a pull passes, in their order.
QList<QByteArray> statesOfAPull();
/// A strike before and one after each call that \a made counted.
QList<Strike> strikesAtAllCalls(const std::array<quint32, diskCalls> &made);
/// \a count of \a strikes, drawn by \a random; all of them when there are no more.
QList<Strike> drawn(QList<Strike> strikes, int count, QRandomGenerator &random);
