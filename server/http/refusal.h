#pragma once

#include <QByteArray>
#include <QString>

/// An answer that the front gives by itself, before or instead of a handler.
struct Refusal {
    int status = 0;
    QString code; ///< stable, snake_case
    QString message; ///< one sentence for a person
    QString hint; ///< what to do; may be empty

    /// {"error":{"code":…,"message":…,"hint":…}}; the hint may be empty
    QByteArray toJson() const;
};
