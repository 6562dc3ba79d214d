#pragma once

#include "base/error.h"
#include "client/model_details.h"

#include <QObject>

/// Something with a model that takes a while and is watched. Ends by exactly one of finished() and failed(), or by its
/// deletion, after which nothing is said any more.
class ModelTask : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

Q_SIGNALS:
    void progressed(const ModelProgress &progress);
    void finished(const ModelProgress &last);
    void failed(const Error &error);
};
