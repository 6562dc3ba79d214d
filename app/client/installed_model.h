#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

/// A model that a shimmyd has and can serve: an entry of GET /v1/models.
struct InstalledModel {
    QString id;
    QString file; ///< its name in the models directory
    QString repo; ///< on the Hub; empty if it did not come from there
    QString quantization; ///< empty if the name tells none
    QString architecture;
    qint64 bytes = 0;
    qint64 contextLength = 0; ///< in tokens; 0 if not known
    QDateTime addedAt; ///< UTC

    static InstalledModel fromJson(const QJsonObject &json);
    static QList<InstalledModel> listFromJson(const QJsonObject &answer);
};
