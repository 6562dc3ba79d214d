#pragma once

#include <QObject>
#include <QThread>

#include <chrono>
#include <functional>
#include <memory>

/// Sends pieces of files over connections, on a thread of its own, straight from the system's cache into the socket:
/// nothing is held in memory, a slow disk does not delay the main loop, and a slow client takes no more than its
/// socket's buffer.
/// To be used from one thread, to which the answers come.
class FileSender final : public QObject {
    Q_OBJECT

public:
    /// A connection that has taken nothing for \a stuckTime is given up.
    explicit FileSender(std::chrono::milliseconds stuckTime, QObject *parent = nullptr);
    /// Stops all sendings. Waits for the disk for some seconds at most: one that never answers keeps the thread, which
    /// then ends when it does.
    ~FileSender() override;

    /// How a sending has ended.
    enum class End {
        Complete,
        Broken, ///< the client has gone or is stuck, or the file is shorter than it was
    };
    /// Sends \a bytes of \a file from \a offset over \a socket, on which nobody else may write until \a ended was
    /// called. Both descriptors are duplicated. When \a context dies, the sending stops and \a ended is dropped.
    void send(int file, qint64 offset, qint64 bytes, int socket, QObject *context, std::function<void(End)> ended);

private:
    std::unique_ptr<QThread> m_thread;
    std::chrono::milliseconds m_stuckTime;
};
