#pragma once

#include <QByteArray>

#include <chrono>
#include <functional>

struct HttpHead;

/// What one client, and all of them together, may cost. The defaults are those of an exposed service.
struct HttpLimits {
    /// From the first byte of a request to the empty line that ends its head; more answers 431.
    qsizetype maxHeadBytes = 16LL * 1024;
    /// Header fields of one request; more answer 431.
    int maxFields = 100;
    /// The request target as sent; more answers 414.
    qsizetype maxTargetBytes = 8LL * 1024;
    /// Body of a request for which maxBodyBytes is unset; more answers 413 before the body is read.
    qint64 defaultBodyBytes = 1024LL * 1024;
    /// The largest body of a request, by method and path (still percent-encoded). Unset: defaultBodyBytes for all.
    std::function<qint64(const QByteArray &method, const QByteArray &path)> maxBodyBytes;
    /// Whether a handler would look at the body of the request with this head. If not, the request is handed over
    /// at once and without it, and its connection closes with the answer. Unset: yes, for all.
    std::function<bool(const HttpHead &head)> wantsBody;
    /// The bodies of all unanswered requests together, without those of smallBodyBytes or less; more answer 503.
    qint64 totalBodyBytes = 64LL * 1024 * 1024;
    qint64 smallBodyBytes = 64LL * 1024;

    /// From the first byte of a head (or from the connection) to its end, however steadily it drips; then 408.
    std::chrono::milliseconds headTime = std::chrono::seconds(10);
    /// A body must bring bodyBytesPerSecond in each stretch of this length, or end in it; else 408.
    std::chrono::milliseconds bodyGrace = std::chrono::seconds(10);
    qint64 bodyBytesPerSecond = 1000;
    /// Between two requests of one connection.
    std::chrono::milliseconds keepAliveTime = std::chrono::seconds(75);
    /// An answer that has bytes pending and has moved none for this long is dropped with its connection.
    std::chrono::milliseconds stuckTime = std::chrono::seconds(60);
    /// How long what a refused client still sends is read and thrown away, so that it can read its answer.
    std::chrono::milliseconds lingerTime = std::chrono::seconds(5);

    /// Connections in all, and of one address; more answer 503.
    int maxConnections = 512;
    int maxConnectionsPerAddress = 64;
    /// Free file descriptors kept for everything that is not a client; below it new connections answer 503.
    int descriptorReserve = 32;

    /// Above this backlog Exchange::write() answers false; below half of it drained() follows.
    qint64 highWaterBytes = 256LL * 1024;
    /// A producer that writes on although the backlog is above this loses its client. It bounds what a slow
    /// reader costs: this and one write.
    qint64 maxBacklogBytes = 1024LL * 1024;
};
