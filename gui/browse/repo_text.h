#pragma once

#include "client/hub_listing.h"

/// What is told of \a repo below its name, the most telling first: parameters, downloads, likes, when it has changed.
/// What is not known is left out. \a now is UTC.
QStringList repoFacts(const FoundRepo &repo, const QDateTime &now);
/// What sets it apart: that it is installed, that it is gated.
QStringList repoMarks(const FoundRepo &repo, bool isInstalled);
/// Joined for a line of text.
QString factsLine(const QStringList &facts);
