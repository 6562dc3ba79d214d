#include "downloads/job_moves.h"

#include <algorithm>

namespace {

/// Puts every place right, from the front or from the end.
QList<JobMove> movesFrom(bool fromFront, QStringList queue, const QStringList &wanted)
{
    QList<JobMove> moves;
    for (qsizetype step = 0; step < wanted.size(); ++step) {
        const qsizetype place = fromFront ? step : wanted.size() - 1 - step;
        if (queue[place] == wanted[place])
            continue;
        queue.move(queue.indexOf(wanted[place]), place);
        moves += JobMove{wanted[place], static_cast<int>(place)};
    }
    return moves;
}

} // namespace

QList<JobMove> movesFor(const QStringList &queue, const QStringList &wanted)
{
    const QList<JobMove> forwards = movesFrom(true, queue, wanted);
    const QList<JobMove> backwards = movesFrom(false, queue, wanted);
    return forwards.size() <= backwards.size() ? forwards : backwards;
}

QStringList movedUp(const QStringList &queue, const QStringList &ids)
{
    QStringList moved = queue;
    for (qsizetype place = 1; place < moved.size(); ++place) {
        if (ids.contains(moved[place]) && !ids.contains(moved[place - 1]))
            moved.swapItemsAt(place, place - 1);
    }
    return moved;
}

QStringList movedDown(const QStringList &queue, const QStringList &ids)
{
    QStringList moved = queue;
    std::reverse(moved.begin(), moved.end());
    moved = movedUp(moved, ids);
    std::reverse(moved.begin(), moved.end());
    return moved;
}

QStringList movedTo(const QStringList &queue, const QStringList &ids, qsizetype place)
{
    QStringList moved;
    QStringList block;
    for (const QString &id : queue) {
        if (ids.contains(id))
            block += id;
    }
    for (qsizetype each = 0; each <= queue.size(); ++each) {
        if (each == place)
            moved += block;
        if (each < queue.size() && !ids.contains(queue[each]))
            moved += queue[each];
    }
    return moved;
}
