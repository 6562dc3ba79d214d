#include "silent_port.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>

namespace {

template <class Function>
int withAddress(const QHostAddress &address, quint16 port, Function function)
{
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        sockaddr_in6 ipv6{};
        ipv6.sin6_family = AF_INET6;
        ipv6.sin6_port = htons(port);
        const Q_IPV6ADDR bytes = address.toIPv6Address();
        std::copy(std::begin(bytes.c), std::end(bytes.c), std::begin(ipv6.sin6_addr.s6_addr));
        return function(reinterpret_cast<const sockaddr *>(&ipv6), sizeof ipv6);
    }
    sockaddr_in ipv4{};
    ipv4.sin_family = AF_INET;
    ipv4.sin_port = htons(port);
    ipv4.sin_addr.s_addr = htonl(address.toIPv4Address());
    return function(reinterpret_cast<const sockaddr *>(&ipv4), sizeof ipv4);
}

quint16 portOf(int descriptor)
{
    sockaddr_storage name{};
    socklen_t size = sizeof name;
    if (::getsockname(descriptor, reinterpret_cast<sockaddr *>(&name), &size) != 0)
        return 0;
    // The port is at the same place of both.
    return ntohs(reinterpret_cast<const sockaddr_in *>(&name)->sin_port);
}

} // namespace

SilentPort::SilentPort(const QHostAddress &address, quint16 port)
{
    const int family = address.protocol() == QAbstractSocket::IPv6Protocol ? AF_INET6 : AF_INET;
    const int listener = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0)
        return;
    m_descriptors += listener;
    const auto bind = [listener](const sockaddr *name, socklen_t size) { return ::bind(listener, name, size); };
    if (withAddress(address, port, bind) != 0 || ::listen(listener, 0) != 0)
        return;
    // Nobody accepts: once the queue is full, Linux drops what asks for a connection. It is full after one, or two.
    const quint16 taken = portOf(listener);
    for (int i = 0; i < 3; ++i) {
        const int filler = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (filler < 0)
            return;
        m_descriptors += filler;
        withAddress(address, taken,
                    [filler](const sockaddr *name, socklen_t size) { return ::connect(filler, name, size); });
    }
    m_port = taken;
}

SilentPort::~SilentPort()
{
    for (const int descriptor : m_descriptors)
        ::close(descriptor);
}
