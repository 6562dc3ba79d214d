#pragma once

#include "base/error.h"
#include "client/model_details.h"

#include <QObject>

class ServerConnection;

/// Tells the server what is to become of its models.
class ModelOrders final : public QObject {
    Q_OBJECT

public:
    /// \a connection must outlive it.
    ModelOrders(ServerConnection &connection, QObject *parent);

    void setPinned(const ModelDetails &model, bool isPinned);
    /// Has the server ask the Hub whether there is another version.
    void check(const ModelDetails &model);
    /// Pulls the version that the Hub has now.
    void update(const ModelDetails &model);
    void remove(const ModelDetails &model);

Q_SIGNALS:
    void checked(const ModelDetails &model, const UpdateCheck &check);
    /// \a jobId: empty when there was nothing to pull.
    void updateBegun(const ModelDetails &model, const QString &jobId);
    void removed(const ModelDetails &model, const ModelDeletion &deletion);
    void failed(const Error &error);

private:
    ServerConnection &m_connection;
};
