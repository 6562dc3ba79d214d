#pragma once

#include "store/model.h"

/// Makes \a directory show exactly \a models to Shimmy: one symbolic link each, under its serving name.
/// Links that go are removed, links that stay are untouched. Error: DiskFull, DiskFailed.
Result<void> showModels(const QString &directory, const QList<Model> &models);
