#include "raw_client.h"

#include <QByteArrayList>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

using Clock = std::chrono::steady_clock;

RawClient::RawClient(quint16 port, Family family)
{
    sockaddr_in6 ipv6{};
    ipv6.sin6_family = AF_INET6;
    ipv6.sin6_port = htons(port);
    ipv6.sin6_addr = in6addr_loopback;
    sockaddr_in ipv4{};
    ipv4.sin_family = AF_INET;
    ipv4.sin_port = htons(port);
    ipv4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool is6 = family == Family::IPv6;
    m_descriptor = ::socket(is6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto *address = is6 ? reinterpret_cast<const sockaddr *>(&ipv6) : reinterpret_cast<const sockaddr *>(&ipv4);
    if (::connect(m_descriptor, address, is6 ? sizeof ipv6 : sizeof ipv4) != 0)
        close();
}

RawClient::~RawClient()
{
    close();
}

RawClient::RawClient(RawClient &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_received(std::move(other.m_received))
    , m_end(other.m_end)
{
}

bool RawClient::send(const QByteArray &bytes)
{
    qsizetype at = 0;
    while (at < bytes.size()) {
        const ssize_t sent =
            ::send(m_descriptor, bytes.constData() + at, static_cast<size_t>(bytes.size() - at), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        at += sent;
    }
    return true;
}

bool RawClient::fill(Clock::time_point deadline)
{
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd waiting{m_descriptor, POLLIN, 0};
    if (m_end != End::Open || left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0)
        return false;
    char buffer[64 * 1024];
    const ssize_t got = ::recv(m_descriptor, buffer, sizeof buffer, 0);
    if (got > 0) {
        m_received.append(buffer, got);
        return true;
    }
    m_end = got == 0 ? End::EndOfFile : End::Reset;
    return false;
}

RawClient::Answer RawClient::readAnswer(const QByteArray &method, std::chrono::milliseconds patience)
{
    const auto deadline = Clock::now() + patience;
    Answer answer;
    qsizetype headEnd = -1;
    while ((headEnd = m_received.indexOf("\r\n\r\n")) < 0 && fill(deadline)) { }
    if (headEnd < 0)
        return answer;
    answer.head = m_received.left(headEnd + 2);
    m_received.remove(0, headEnd + 4);
    answer.status = answer.head.mid(9, 3).toInt();

    const QByteArray length = answer.field("Content-Length");
    if (method == "HEAD" || answer.status < 200 || answer.status == 204 || answer.status == 304) {
        answer.isComplete = true;
    } else if (answer.field("Transfer-Encoding") == "chunked") {
        answer.isComplete = readChunks(answer, deadline);
    } else if (!length.isEmpty()) {
        while (m_received.size() < length.toLongLong() && fill(deadline)) { }
        answer.isComplete = m_received.size() >= length.toLongLong();
        answer.body = m_received.left(length.toLongLong());
        m_received.remove(0, answer.body.size());
    } else {
        while (fill(deadline)) { }
        answer.body = std::exchange(m_received, {});
        answer.isComplete = m_end == End::EndOfFile;
    }
    return answer;
}

bool RawClient::readChunks(Answer &answer, Clock::time_point deadline)
{
    while (true) {
        qsizetype lineEnd = -1;
        while ((lineEnd = m_received.indexOf("\r\n")) < 0 && fill(deadline)) { }
        bool isNumber = false;
        const qlonglong size = m_received.left(lineEnd).toLongLong(&isNumber, 16);
        if (lineEnd < 0 || !isNumber)
            return false;
        while (m_received.size() < lineEnd + 4 + size && fill(deadline)) { }
        if (m_received.size() < lineEnd + 4 + size)
            return false;
        answer.body += m_received.mid(lineEnd + 2, size);
        m_received.remove(0, lineEnd + 4 + size);
        if (size == 0)
            return true;
    }
}

QByteArray RawClient::readToEnd(std::chrono::milliseconds patience)
{
    const auto deadline = Clock::now() + patience;
    while (fill(deadline)) { }
    return std::exchange(m_received, {});
}

QByteArray RawClient::readSome(std::chrono::milliseconds patience)
{
    fill(Clock::now() + patience);
    return std::exchange(m_received, {});
}

void RawClient::close()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

void RawClient::reset()
{
    constexpr linger dropEverything{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &dropEverything, sizeof dropEverything);
    close();
}

void RawClient::shrinkReceiveBuffer()
{
    constexpr int bytes = 4096;
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

QByteArray RawClient::Answer::field(const QByteArray &name) const
{
    for (const QByteArray &line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.left(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

QByteArray request(const QByteArray &method, const QByteArray &target, const QByteArray &fields, const QByteArray &body)
{
    QByteArray bytes = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields;
    if (!body.isEmpty())
        bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return bytes + "\r\n" + body;
}
