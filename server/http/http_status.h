#pragma once

#include <QByteArrayView>

/// The reason phrase of \a status; "Unknown" for one that has none.
QByteArrayView reasonPhrase(int status);

/// Whether an answer with \a status never has a body (204, 304).
bool isBodiless(int status);
