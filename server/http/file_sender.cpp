#include "http/file_sender.h"

#include <QDeadlineTimer>
#include <QSocketNotifier>
#include <QTimer>

#include <fcntl.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <memory>
#include <utility>

using namespace std::chrono_literals;

namespace {

/// How long the end of the service waits for a disk that does not answer.
constexpr auto mostWaiting = 3s;

/// One client's turn: then the next one is served, however fast this one reads.
constexpr qint64 turnBytes = 2 << 20;

/// Brings the end of a sending to who asked for it. Stays in that one's thread, as what `ended` holds must.
class Courier final : public QObject {
public:
    Courier(QObject *context, std::function<void(FileSender::End)> ended, QObject *parent)
        : QObject(parent)
        , m_ended(std::move(ended))
    {
        connect(context, &QObject::destroyed, this, &Courier::stop);
    }
    void stop()
    {
        m_isStopped = true;
        m_ended = {};
    }
    /// Thread-safe.
    bool isStopped() const { return m_isStopped; }
    /// Thread-safe. To be called once; the courier deletes itself afterwards.
    void deliver(FileSender::End how)
    {
        QMetaObject::invokeMethod(
            this,
            [this, how] {
                deleteLater();
                if (const auto ended = std::exchange(m_ended, {}))
                    ended(how);
            },
            Qt::QueuedConnection);
    }

private:
    std::function<void(FileSender::End)> m_ended;
    std::atomic_bool m_isStopped = false;
};

/// One piece of a file on its way. Lives on the sender's thread and ends itself.
class FileSending final : public QObject {
public:
    FileSending(int file, qint64 offset, qint64 bytes, int socket, std::chrono::milliseconds stuckTime,
                Courier &courier)
        : m_file(file)
        , m_socket(socket)
        , m_position(offset)
        , m_end(offset + bytes)
        , m_stuckTime(stuckTime)
        , m_courier(courier)
    {
    }
    ~FileSending() override
    {
        m_writable.reset(); // before its descriptor goes
        ::close(m_file);
        ::close(m_socket);
    }

    void start()
    {
        ::posix_fadvise(m_file, m_position, m_end - m_position, POSIX_FADV_SEQUENTIAL);
        m_deadline.setRemainingTime(m_stuckTime);
        m_writable = std::make_unique<QSocketNotifier>(m_socket, QSocketNotifier::Write);
        connect(m_writable.get(), &QSocketNotifier::activated, this, &FileSending::sendTurn);
        connect(&m_watch, &QTimer::timeout, this, [this] {
            if (m_courier.isStopped() || m_deadline.hasExpired())
                end(FileSender::End::Broken);
        });
        m_watch.start(250ms);
    }

private:
    void sendTurn()
    {
        if (m_courier.isStopped())
            return end(FileSender::End::Broken);
        off_t at = m_position;
        const auto most = static_cast<size_t>(std::min(turnBytes, m_end - m_position));
        const ssize_t sent = ::sendfile(m_socket, m_file, &at, most);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (sent <= 0) // 0: somebody has cut the file
            return end(FileSender::End::Broken);
        m_position += sent;
        m_deadline.setRemainingTime(m_stuckTime);
        if (m_position == m_end)
            end(FileSender::End::Complete);
    }

    void end(FileSender::End how)
    {
        m_writable->setEnabled(false);
        m_watch.stop();
        m_courier.deliver(how); // which may be gone from here on
        deleteLater();
    }

    const int m_file;
    const int m_socket;
    qint64 m_position;
    const qint64 m_end;
    const std::chrono::milliseconds m_stuckTime;
    Courier &m_courier;
    QDeadlineTimer m_deadline;
    QTimer m_watch{this};
    std::unique_ptr<QSocketNotifier> m_writable;
};

} // namespace

FileSender::FileSender(std::chrono::milliseconds stuckTime, QObject *parent)
    : QObject(parent)
    , m_thread(std::make_unique<QThread>())
    , m_stuckTime(stuckTime)
{
    m_thread->setObjectName(QStringLiteral("file sender"));
}

FileSender::~FileSender()
{
    m_thread->quit();
    if (m_thread->wait(QDeadlineTimer(mostWaiting)))
        return;
    // What the thread still uses must live as long as it.
    QThread *thread = m_thread.release();
    connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    const QObjectList couriers = children();
    for (QObject *child : couriers) {
        auto *courier = static_cast<Courier *>(child); // there are no others
        courier->stop();
        courier->setParent(nullptr);
        connect(thread, &QThread::finished, courier, &QObject::deleteLater);
    }
}

void FileSender::send(int file, qint64 offset, qint64 bytes, int socket, QObject *context,
                      std::function<void(End)> ended)
{
    const int fileCopy = ::fcntl(file, F_DUPFD_CLOEXEC, 0);
    const int socketCopy = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
    if (fileCopy < 0 || socketCopy < 0) {
        ::close(std::max(fileCopy, socketCopy)); // of both at most one is there
        return ended(End::Broken);
    }
    if (!m_thread->isRunning())
        m_thread->start();
    auto *courier = new Courier(context, std::move(ended), this);
    auto *sending = new FileSending(fileCopy, offset, bytes, socketCopy, m_stuckTime, *courier);
    sending->moveToThread(m_thread.get());
    connect(m_thread.get(), &QThread::finished, sending, &QObject::deleteLater);
    QMetaObject::invokeMethod(sending, &FileSending::start, Qt::QueuedConnection);
}
