#pragma once

#include "cli/command_spec.h"

/// One word that would fit, and what it means.
struct Candidate {
    QString word;
    QString meaning;
};

/// What can follow an unfinished command line.
struct Completion {
    QString typed; ///< of the word in question
    QList<Candidate> candidates; ///< those that are known without asking a server; not only those that begin so
    Completes asks = Completes::Nothing; ///< what a server has to be asked for besides
    QString repo; ///< for quantizations: the repo on the line, if there is one
    QString server; ///< that the line names; may be empty
};

/// \a words are those after the program's name; the last is the one that is being typed, and may be empty.
Completion completionOf(const QStringList &words);
