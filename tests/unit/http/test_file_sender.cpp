#include "http/file_sender.h"

#include <QElapsedTimer>
#include <QTemporaryFile>
#include <QTest>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

using namespace std::chrono_literals;

namespace {

/// A connection between two ends of this process; ours never blocks, as a server's.
struct Connection {
    Connection()
    {
        ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
        ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
        ::fcntl(ends[1], F_SETFL, O_NONBLOCK);
    }
    ~Connection()
    {
        ::close(ends[0]);
        closePeer();
    }
    void closePeer() { ::close(std::exchange(ends[1], -1)); }
    /// What has come by now.
    QByteArray read() const
    {
        QByteArray bytes(1 << 20, Qt::Uninitialized);
        const auto got = ::read(ends[1], bytes.data(), static_cast<size_t>(bytes.size()));
        return bytes.first(std::max<qsizetype>(got, 0));
    }
    int ends[2] = {-1, -1};
};

} // namespace

class TestFileSender : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void sendsAPieceHoweverSlowlyItIsTaken();
    void saysWhenTheFileIsShorterThanItWas();
    void givesUpOnAPeerThatHasGone();
    void givesUpOnAPeerThatTakesNothing();
    void stopsWhenNobodyWaitsAnyMore();
    void doesNotWaitForACallThatHangs();

private:
    using End = FileSender::End;

    QTemporaryFile m_file;
    QByteArray m_bytes;
    std::optional<End> m_end;
    std::function<void(End)> m_ended = [this](End end) { m_end = end; };
};

void TestFileSender::init()
{
    m_end.reset();
    m_bytes.clear();
    for (int i = 0; i < 1'000'000; ++i)
        m_bytes += QByteArray::number(i);
    QVERIFY(m_file.open() && m_file.resize(0) && m_file.seek(0) && m_file.write(m_bytes) == m_bytes.size()
            && m_file.flush());
}

void TestFileSender::sendsAPieceHoweverSlowlyItIsTaken()
{
    FileSender sender(10s);
    const Connection connection;
    const qint64 count = 4'000'000;

    sender.send(m_file.handle(), 1000, count, connection.ends[0], this, m_ended);

    QByteArray came;
    QTRY_VERIFY_WITH_TIMEOUT((came += connection.read(), m_end && came.size() >= count), 20'000);
    QCOMPARE(*m_end, End::Complete);
    QVERIFY(came == m_bytes.mid(1000, count));
}

void TestFileSender::saysWhenTheFileIsShorterThanItWas()
{
    FileSender sender(10s);
    const Connection connection;

    sender.send(m_file.handle(), m_bytes.size() - 10, 20, connection.ends[0], this, m_ended);

    QTRY_VERIFY_WITH_TIMEOUT(m_end, 10'000);
    QCOMPARE(*m_end, End::Broken);
    QCOMPARE(connection.read(), m_bytes.right(10));
}

void TestFileSender::givesUpOnAPeerThatHasGone()
{
    FileSender sender(1h);
    Connection connection;
    ::signal(SIGPIPE, SIG_IGN); // as Qt's sockets have it
    sender.send(m_file.handle(), 0, m_bytes.size(), connection.ends[0], this, m_ended);
    QByteArray began; // the macro asks again when it is content
    QTRY_VERIFY_WITH_TIMEOUT((began += connection.read(), !began.isEmpty()), 10'000);

    connection.closePeer();

    QTRY_VERIFY_WITH_TIMEOUT(m_end, 10'000);
    QCOMPARE(*m_end, End::Broken);
}

void TestFileSender::givesUpOnAPeerThatTakesNothing()
{
    FileSender sender(500ms);
    const Connection connection;
    sender.send(m_file.handle(), 0, m_bytes.size(), connection.ends[0], this, m_ended);
    QTRY_VERIFY_WITH_TIMEOUT(m_end, 20'000);
    QCOMPARE(*m_end, End::Broken);
}

void TestFileSender::stopsWhenNobodyWaitsAnyMore()
{
    FileSender sender(1h);
    Connection connection;
    auto waiting = std::make_unique<QObject>();
    auto held = std::make_shared<int>(0);
    sender.send(m_file.handle(), 0, m_bytes.size(), connection.ends[0], waiting.get(),
                [held, this](End end) { m_end = end; });
    QByteArray began; // the macro asks again when it is content
    QTRY_VERIFY_WITH_TIMEOUT((began += connection.read(), !began.isEmpty()), 10'000);

    waiting.reset();

    QCOMPARE(held.use_count(), 1); // what it held goes at once, in this thread
    ::close(std::exchange(connection.ends[0], -1)); // ours; the sender's copy is the last one
    // Nothing is read any more, so only a sending that was stopped lets go of it.
    const auto isClosed = [&connection] {
        pollfd peer{connection.ends[1], 0, 0};
        return ::poll(&peer, 1, 0) == 1 && (peer.revents & POLLHUP) != 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isClosed(), 10'000);
    QVERIFY(!m_end);
}

void TestFileSender::doesNotWaitForACallThatHangs()
{
    Connection connection;
    ::fcntl(connection.ends[0], F_SETFL, 0); // so that sending blocks, as reading from a dead volume does
    ::signal(SIGPIPE, SIG_IGN);
    auto held = std::make_shared<int>(0);
    auto sender = std::make_unique<FileSender>(1h);
    sender->send(m_file.handle(), 0, m_bytes.size(), connection.ends[0], this, [held, this](End end) { m_end = end; });
    pollfd peer{connection.ends[1], POLLIN, 0};
    QCOMPARE(::poll(&peer, 1, 10'000), 1); // it has begun, and nothing is read of it
    QElapsedTimer clock;
    clock.start();

    sender.reset();

    QVERIFY2(clock.elapsed() < 30'000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(held.use_count(), 1);
    ::close(std::exchange(connection.ends[0], -1));
    QByteArray came;
    const auto isClosed = [&] { // the sender's copy was the last one
        came += connection.read();
        peer.events = 0;
        return ::poll(&peer, 1, 0) == 1 && (peer.revents & POLLHUP) != 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isClosed(), 20'000);
    QVERIFY(!m_end);
}

QTEST_GUILESS_MAIN(TestFileSender)
#include "test_file_sender.moc"
