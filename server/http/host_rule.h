#pragma once

#include "http/http_request.h"
#include "http/refusal.h"

#include <optional>

/// Keeps web pages from reaching a local service by DNS rebinding or by requests of another origin. Pure.
class HostRule {
public:
    /// Whom a web page could borrow its reach from.
    enum class Reach {
        Loopback, ///< programs of this machine: each can know our name
        Everybody, ///< whoever comes to the port: also a page that has its own name lead there
        KeyHolders, ///< those with a key, which a page has none of
    };
    /// \a hosts: further names that Host may say ("gpu.lan", or "gpu.lan:8080" for one port only; "*": any).
    /// \a origins: origins of web pages that may call ("https://chat.example").
    /// \a openPaths: what browsers may ask for by any name where Everybody comes; programs may ask for all.
    HostRule(Reach reach, const QList<QByteArray> &hosts, const QList<QByteArray> &origins,
             const QList<QByteArray> &openPaths = {});

    /// Nothing when \a request may pass; else 421 for its Host or 403 for its Origin.
    std::optional<Refusal> check(const HttpRequest &request) const;
    /// Whether \a origin was listed, so that an answer may name it in Access-Control-Allow-Origin.
    bool isListedOrigin(QByteArrayView origin) const;

private:
    bool isAllowedHost(QByteArrayView host) const;
    bool isAllowedWithoutOrigin(const QByteArray &host, const HttpRequest &request) const;

    Reach m_reach;
    QList<QByteArray> m_hosts;
    QList<QByteArray> m_origins;
    QList<QByteArray> m_openPaths;
};
