#pragma once

#include <QString>

/// What a model needs of memory, compared with what the server has.
enum class Fit { Unknown, Fits, Tight, TooLarge };

/// 0 for either: not known. Tight is what leaves less than a tenth for everything else.
Fit fitOf(qint64 neededBytes, qint64 limitBytes);
/// "Fits"; empty when it is not known.
QString fitText(Fit fit);
/// A name for namedIcon(); empty when it is not known.
QString fitIcon(Fit fit);
/// A sentence with the numbers. \a weightsBytes 0: not known. Empty when nothing is known.
QString fitNumbers(qint64 weightsBytes, qint64 neededBytes, qint64 limitBytes);
