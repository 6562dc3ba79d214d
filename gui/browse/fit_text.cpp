#include "browse/fit_text.h"

#include "widgets/amounts.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

Fit fitOf(qint64 neededBytes, qint64 limitBytes)
{
    if (neededBytes <= 0 || limitBytes <= 0)
        return Fit::Unknown;
    if (neededBytes > limitBytes)
        return Fit::TooLarge;
    return neededBytes > limitBytes - limitBytes / 10 ? Fit::Tight : Fit::Fits;
}

QString fitText(Fit fit)
{
    switch (fit) {
    case Fit::Unknown: return {};
    case Fit::Fits: return QCoreApplication::translate("Fit", "Fits");
    case Fit::Tight: return QCoreApplication::translate("Fit", "Barely fits");
    case Fit::TooLarge: return QCoreApplication::translate("Fit", "Too large");
    }
    Q_UNREACHABLE();
}

QString fitIcon(Fit fit)
{
    switch (fit) {
    case Fit::Unknown: return {};
    case Fit::Fits: return u"emblem-success"_s;
    case Fit::Tight: return u"emblem-warning"_s;
    case Fit::TooLarge: return u"emblem-error"_s;
    }
    Q_UNREACHABLE();
}

QString fitNumbers(qint64 weightsBytes, qint64 neededBytes, qint64 limitBytes)
{
    if (fitOf(neededBytes, limitBytes) == Fit::Unknown)
        return {};
    const QString needed = bytesText(neededBytes);
    const QString limit = bytesText(limitBytes);
    if (weightsBytes <= 0 || weightsBytes > neededBytes) {
        return QCoreApplication::translate("Fit", "Needs about %1 of the server's %2 of memory in a usual quantization")
            .arg(needed, limit);
    }
    return QCoreApplication::translate(
               "Fit",
               "Needs about %1 of the server's %2 of memory: %3 for the weights, %4 for a context and the process")
        .arg(needed, limit, bytesText(weightsBytes), bytesText(neededBytes - weightsBytes));
}
