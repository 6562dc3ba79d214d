#pragma once

#include "http/http_request.h"
#include "http/refusal.h"

#include <optional>

/// Keeps web pages from reaching a local service by DNS rebinding or by requests of another origin. Pure.
class HostRule {
public:
    /// \a onLoopback: the service listens on a loopback address only, so every caller can know its name.
    /// \a hosts: further names that Host may say ("gpu.lan", or "gpu.lan:8080" for one port only).
    /// \a origins: origins of web pages that may call ("https://chat.example").
    HostRule(bool onLoopback, const QList<QByteArray> &hosts, const QList<QByteArray> &origins);

    /// Nothing when \a request may pass; else 421 for its Host or 403 for its Origin.
    std::optional<Refusal> check(const HttpRequest &request) const;
    /// Whether \a origin was listed, so that an answer may name it in Access-Control-Allow-Origin.
    bool isListedOrigin(QByteArrayView origin) const;

private:
    bool isAllowedHost(QByteArrayView host) const;

    bool m_onLoopback;
    QList<QByteArray> m_hosts;
    QList<QByteArray> m_origins;
};
