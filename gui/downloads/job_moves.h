#pragma once

#include <QList>
#include <QString>

/// One job takes another place in the queue, from 0; the others close up.
struct JobMove {
    QString id;
    int position = 0;

    friend bool operator==(const JobMove &, const JobMove &) = default;
};

/// Moves that, one after the other, make \a wanted of \a queue, which has the same ids; about as few as there can be.
QList<JobMove> movesFor(const QStringList &queue, const QStringList &wanted);

/// \a queue with \a ids one place nearer to its front, or to its end; those that are there already stay.
QStringList movedUp(const QStringList &queue, const QStringList &ids);
QStringList movedDown(const QStringList &queue, const QStringList &ids);
/// \a queue with \a ids, in its order, before the one that is at \a place now, from 0.
QStringList movedTo(const QStringList &queue, const QStringList &ids, qsizetype place);
