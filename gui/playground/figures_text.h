#pragma once

#include "playground/conversation.h"

/// What is said below an answer: counts, rate, time to the first token, and why it ended if not by itself.
QString figuresText(const Turn &turn);
/// The same of an answer that is under way.
QString progressText(const AnswerFigures &figures);
/// Of one that has not begun: how long it has been waited for.
QString waitingText(const AnswerFigures &figures);
