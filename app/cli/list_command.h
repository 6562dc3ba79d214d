#pragma once

#include "cli/command_spec.h"

struct InstalledModel;
class QDateTime;
class Table;

/// \a models as a table.
Table modelTable(const QList<InstalledModel> &models, const QDateTime &now);

CommandSpec listSpec();
