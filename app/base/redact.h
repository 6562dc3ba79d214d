#pragma once

#include <QString>

/// \a text with everything that looks like a secret replaced: Hub tokens, bearer credentials, and the queries of
/// signed URLs. For text that goes to a log and may quote what came from outside.
QString redacted(QString text);
