#include "playground/figures_text.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace {

QString text(const char *source, int count = -1)
{
    return QCoreApplication::translate("AnswerFigures", source, nullptr, count);
}

QString secondsText(std::chrono::milliseconds time)
{
    const double seconds = static_cast<double>(time.count()) / 1000;
    return text(QT_TRANSLATE_NOOP("AnswerFigures", "%1 s")).arg(QLocale().toString(seconds, 'f', seconds < 10 ? 2 : 1));
}

QString endingText(Turn::Ending ending)
{
    switch (ending) {
    case Turn::Ending::Complete: return {};
    case Turn::Ending::TokenLimit: return text(QT_TRANSLATE_NOOP("AnswerFigures", "stopped at the token limit"));
    case Turn::Ending::Stopped: return text(QT_TRANSLATE_NOOP("AnswerFigures", "stopped by you"));
    case Turn::Ending::Broken: return text(QT_TRANSLATE_NOOP("AnswerFigures", "broken off by an error"));
    }
    return {};
}

QStringList amounts(const AnswerFigures &figures)
{
    QStringList parts;
    if (figures.completionTokens > 0)
        parts += text(QT_TRANSLATE_N_NOOP("AnswerFigures", "%Ln token(s)"), figures.completionTokens);
    if (const auto rate = figures.tokensPerSecond()) {
        parts += text(QT_TRANSLATE_NOOP("AnswerFigures", "%1 tokens/s"))
                     .arg(QLocale().toString(*rate, 'f', *rate < 100 ? 1 : 0));
    }
    if (figures.completionTokens > 0) {
        parts += text(QT_TRANSLATE_NOOP("AnswerFigures", "first token after %1")).arg(secondsText(figures.firstToken));
    }
    if (figures.promptTokens > 0)
        parts += text(QT_TRANSLATE_N_NOOP("AnswerFigures", "%Ln token(s) in the prompt"), figures.promptTokens);
    return parts;
}

} // namespace

QString figuresText(const Turn &turn)
{
    QStringList parts;
    if (turn.text.isEmpty())
        parts += text(QT_TRANSLATE_NOOP("AnswerFigures", "no text"));
    parts += amounts(turn.figures);
    if (const QString ending = endingText(turn.ending); !ending.isEmpty())
        parts += ending;
    return parts.join(u" · "_s);
}

QString progressText(const AnswerFigures &figures)
{
    return amounts(figures).join(u" · "_s);
}

QString waitingText(const AnswerFigures &figures)
{
    const qint64 seconds = figures.whole.count() / 1000;
    if (seconds < 1)
        return text(QT_TRANSLATE_NOOP("AnswerFigures", "Waiting for the first token"));
    return text(QT_TRANSLATE_NOOP("AnswerFigures", "Waiting for the first token for %1"))
        .arg(text(QT_TRANSLATE_NOOP("AnswerFigures", "%1 s")).arg(QLocale().toString(seconds)));
}
