#pragma once

#include "client/api_client.h"

#include <QPointer>

/// Watches a pull until the server has said its first word of it, then lets go: the job is the server's.
/// Deletes itself then, with the client, or when the context is gone.
class PullStart final : public QObject {
    Q_OBJECT

public:
    PullStart(ApiClient &api, const PullOrder &order, QObject *context,
              std::function<void(Result<PullEvent>)> callback);

private:
    void tell(const Result<PullEvent> &event);

    const QPointer<QObject> m_context;
    std::function<void(Result<PullEvent>)> m_callback;
    std::unique_ptr<ApiStream> m_stream;
};
