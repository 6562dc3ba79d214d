#pragma once

#include "base/result.h"
#include "client/service_facts.h"
#include "connection/server_entry.h"

#include <QObject>

#include <functional>
#include <memory>

class ApiClient;

/// Tries a server out before anything relies on it: whether it is there, is a shimmyd, and takes the key.
class ServerProbe final : public QObject {
    Q_OBJECT

public:
    using Callback = std::function<void(Result<ServiceFacts>)>;

    explicit ServerProbe(QObject *parent = nullptr);
    ~ServerProbe() override;

    /// One at a time: what was asked before is given up, and not answered.
    void ask(const ServerEntry &server, Callback callback);
    void cancel();
    bool isAsking() const { return m_client != nullptr; }

private:
    void askForKey(const ServiceFacts &facts);
    void end(const Result<ServiceFacts> &result);

    Callback m_callback;
    std::unique_ptr<QObject> m_question; ///< context of what is asked: with it go the answers
    std::unique_ptr<ApiClient> m_client;
};
