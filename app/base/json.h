#pragma once

#include "base/result.h"

#include <QJsonObject>
#include <QJsonValue>

/// Parses JSON that came from outside. Stricter than QJsonDocument, which lets duplicate keys, lone surrogates
/// and 1,000 levels pass: here duplicate keys, invalid UTF-8, lone surrogates, more than 32 levels and trailing
/// text are errors. \a what names the text in the message, which says line and column.
/// Error: InvalidArgument.
Result<QJsonValue> parseJson(QByteArrayView text, const QString &what);

/// The same for text that must be one object.
Result<QJsonObject> parseJsonObject(QByteArrayView text, const QString &what);

/// Compact JSON without a line break.
QByteArray toJson(const QJsonObject &object);
