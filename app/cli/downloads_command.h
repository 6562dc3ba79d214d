#pragma once

#include "cli/command_spec.h"
#include "client/job.h"

class Table;

/// \a jobs as a table.
Table jobTable(const QList<Job> &jobs);

/// downloads, and downloads pause, resume, retry, cancel, move.
std::vector<CommandSpec> downloadsSpecs();
