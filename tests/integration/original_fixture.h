#pragma once

#include "blocking_http.h"
#include "fake_hub.h"
#include "service_process.h"

/// What clients of the Python service had: a Hub without tokens, and the service in front of the real Shimmy.
class OriginalFixture {
public:
    OriginalFixture();

    /// The file of the Hub that their documentation names.
    inline static const QString repo = QStringLiteral("TheBloke/phi-3-mini-4k-instruct-GGUF");
    inline static const QString filename = QStringLiteral("phi-3-mini-4k-instruct.Q4_K_M.gguf");

    FakeHub hub;
    ServiceProcess &service() { return *m_service; }
    quint16 port() const { return m_service->port(); }

    HttpAnswer pull(const QJsonObject &body) const { return httpPost(port(), "/v1/api/pull", body); }
    /// Adds slow/model's slow.gguf, which takes some seconds to arrive.
    void addSlowFile();

private:
    std::unique_ptr<ServiceProcess> m_service;
};
