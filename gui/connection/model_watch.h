#pragma once

#include "client/api_client.h"
#include "connection/model_task.h"

/// A verification or an import. It is the server's: it goes on when this is deleted.
class ModelWatch final : public ModelTask {
    Q_OBJECT

public:
    /// Begins \a call, which is a verifyModelCall() or an importModelCall().
    ModelWatch(ApiClient &api, const ApiCall &call, QObject *parent);

private:
    void take(const ModelProgress &progress);

    const std::unique_ptr<ApiStream> m_stream;
    ModelProgress m_last;
};
