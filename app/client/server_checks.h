#pragma once

#include "client/api_call.h"

#include <QList>

/// One of the things that a pull and a generation need, as the doctor has found it.
struct ServerCheck {
    enum class Status { Ok, Warning, Failure, Skipped };

    QString name; ///< the server's word: dns, proxy, ca, hub, token, clock, disk, models, shimmy, generation
    Status status = Status::Skipped;
    QString seen; ///< a sentence
    QString remedy; ///< empty when there is nothing to do
    double seconds = 0;
};

/// All of them: GET /v1/api/doctor.
struct ServerExamination {
    ServerCheck::Status status = ServerCheck::Status::Skipped; ///< the worst
    double seconds = 0;
    QList<ServerCheck> checks;

    static ServerExamination fromJson(const QJsonObject &json);
};

/// With \a generation a model is asked as well, which takes some seconds.
ApiCall examineCall(bool generation);
