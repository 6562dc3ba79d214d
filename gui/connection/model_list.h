#pragma once

#include "base/error.h"
#include "client/model_details.h"

#include <QObject>

class ServerConnection;

/// The server's models, the oldest first. Kept up to date by the connection's event feed.
class ModelList final : public QObject {
    Q_OBJECT

public:
    explicit ModelList(ServerConnection &connection);

    const QList<ModelDetails> &models() const { return m_models; }
    /// Null when there is none.
    const ModelDetails *find(const QString &id) const;
    /// Whether the server has answered since it was connected to.
    bool isKnown() const { return m_isKnown; }

    void clear();
    /// Asks for the list: after something that the feed does not tell, such as a pin.
    void refresh();

Q_SIGNALS:
    void listed();
    void failed(const Error &error);

private:
    ServerConnection &m_connection;
    QList<ModelDetails> m_models;
    bool m_isKnown = false;
    bool m_isAsking = false;
    bool m_mustAskAgain = false;
};
