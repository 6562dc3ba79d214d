#pragma once

#include "fake_shimmy_http.h"

#include <QByteArrayList>

/// A request for a generation, read as strictly as the real one does.
struct FakeShimmyOrder {
    enum class Route { Generate, Chat, Messages };
    Route route = Route::Generate;
    QString model;
    QByteArray prompt; ///< what the model would see: after the template, for a chat
    bool stream = true; ///< what is not said is true
    int maxTokens = 256;
    QStringList stops;

    /// What the model answers. Each byte of a prompt is a token, and the last one decides, as in tiny_gguf.h: L runs
    /// on, N gives line feeds, Q and a colon end at once, everything else is answered " Hello, world!!".
    QByteArrayList tokens() const;
};

/// Either an order, or the whole answer of a refusal.
struct FakeShimmyReading {
    FakeShimmyOrder order;
    QByteArray refusal;
};
FakeShimmyReading readOrder(const FakeShimmyRequest &request);
