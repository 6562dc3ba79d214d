// What benchmarks put behind a proxy: as Shimmy on /health, /v1/models, /api/generate and /v1/chat/completions, and
// fast enough not to be what is measured. It reads no model, checks nothing that its callers do not get wrong, and
// generates " w0 w1 w2 …", max_tokens of them: at once, or, where the prompt has "pace N", the first at once and one
// more every N ms. Started as Shimmy is; one thread, no Qt. For tests there is fake_shimmy_main.cpp, which is exact.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

using Clock = std::chrono::steady_clock;
using namespace std::literals;

namespace {

struct Request {
    std::string_view method;
    std::string_view path;
    std::string_view body;
    bool closes = false;
};

struct Connection {
    explicit Connection(int descriptor_)
        : descriptor(descriptor_)
    {
    }
    ~Connection() { ::close(descriptor); }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    const int descriptor;
    std::string input;
    std::string output; // what the socket would not take yet
    bool closes = false;
    // A stream on its way.
    int tokensLeft = 0;
    int tokens = 0;
    bool isChat = false;
    std::chrono::milliseconds pace{0};
};

std::string chunked(std::string_view bytes)
{
    char size[20];
    std::snprintf(size, sizeof size, "%zX\r\n", bytes.size());
    return std::string(size).append(bytes).append("\r\n");
}

std::string json(std::string_view body)
{
    return "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\naccess-control-allow-origin: *\r\ncontent-length: "
        + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

/// The text behind "name": in a flat JSON object; empty when there is none.
std::string_view member(std::string_view body, const std::string &name)
{
    const size_t at = body.find('"' + name + '"');
    if (at == std::string_view::npos)
        return {};
    const size_t value = body.find_first_not_of(": ", at + name.size() + 2);
    return value == std::string_view::npos ? std::string_view() : body.substr(value);
}

int number(std::string_view text, int otherwise)
{
    int value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string token(int index)
{
    return " w" + std::to_string(index % 80);
}

std::string chatEvent(const std::string &delta, const std::string &reason)
{
    return R"(data: {"id":"chatcmpl-0","object":"chat.completion.chunk","created":0,"model":"m","choices":[{"index":0,"delta":)"
        + delta + R"(,"finish_reason":)" + reason + "}]}\n\n";
}

std::string tokenEvent(const Connection &connection)
{
    const std::string text = token(connection.tokens - connection.tokensLeft);
    if (!connection.isChat)
        return "data: " + text + "\n\n";
    return chatEvent(R"({"content":")" + text + R"(","role":null})", "null");
}

std::string endEvents(const Connection &connection)
{
    std::string end;
    if (connection.isChat)
        end = chunked(chatEvent(R"({"content":null,"role":null})", R"("stop")"));
    return end + chunked("data: [DONE]\n\n") + "0\r\n\r\n";
}

/// As Shimmy names them; the ghost that it always lists is not needed.
std::string modelList()
{
    std::string list;
    const char *paths = std::getenv("SHIMMY_MODEL_PATHS");
    std::string_view left = paths ? paths : "";
    while (!left.empty()) {
        const std::string_view directory = left.substr(0, left.find(';'));
        left.remove_prefix(std::min(left.size(), directory.size() + 1));
        std::error_code error;
        for (const auto &entry : std::filesystem::directory_iterator(directory, error)) {
            if (entry.path().extension() != ".gguf")
                continue;
            std::string id = entry.path().stem().string();
            std::transform(id.begin(), id.end(), id.begin(), [](unsigned char c) {
                return c == '_' || c == ' ' ? '-' : static_cast<char>(std::tolower(c));
            });
            list += (list.empty() ? "" : ",") + R"({"id":")"s + id
                + R"(","object":"model","created":0,"owned_by":"shimmy"})";
        }
    }
    return R"({"object":"list","data":[)" + list + "]}";
}

class Server {
public:
    Server(const std::string &host, uint16_t port)
        : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
        , m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
        , m_health(json(
              R"({"models":{"discovered":1,"manual":1,"total":2},"service":"shimmy","status":"ok","version":"1.8.1"})"))
        , m_models(json(modelList()))
    {
        const int on = 1;
        ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        ::inet_pton(AF_INET, host.c_str(), &address.sin_addr);
        if (::bind(m_listener, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
            || ::listen(m_listener, 1024) != 0) {
            std::fprintf(stderr, "Error: %s (os error %d)\n", std::strerror(errno), errno);
            std::exit(1);
        }
        watch(EPOLL_CTL_ADD, m_listener, EPOLLIN);
    }

    [[noreturn]] void run()
    {
        epoll_event events[256];
        for (;;) {
            const int count = ::epoll_wait(m_epoll, events, 256, patience());
            for (int i = 0; i < count; ++i) {
                if (events[i].data.fd == m_listener)
                    acceptAll();
                else
                    serve(events[i].data.fd, events[i].events);
            }
            sendDueTokens();
        }
    }

private:
    void watch(int operation, int descriptor, uint32_t events) const
    {
        epoll_event event{};
        event.events = events;
        event.data.fd = descriptor;
        ::epoll_ctl(m_epoll, operation, descriptor, &event);
    }

    /// Milliseconds until the next token is due, rounded up; -1: for ever.
    int patience() const
    {
        if (m_due.empty())
            return -1;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(m_due.begin()->first - Clock::now());
        return static_cast<int>(std::max(left, 0ms).count());
    }

    void acceptAll()
    {
        for (int descriptor;
             (descriptor = ::accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
            const int on = 1;
            ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            m_connections.emplace(descriptor, std::make_unique<Connection>(descriptor));
            watch(EPOLL_CTL_ADD, descriptor, EPOLLIN);
        }
    }

    void drop(int descriptor)
    {
        std::erase_if(m_due, [descriptor](const auto &due) { return due.second == descriptor; });
        m_connections.erase(descriptor);
    }

    void serve(int descriptor, uint32_t events)
    {
        const auto found = m_connections.find(descriptor);
        if (found == m_connections.end())
            return;
        Connection &connection = *found->second;
        if ((events & EPOLLOUT) != 0 && !send(connection, {}))
            return drop(descriptor);
        if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0)
            return;
        char bytes[16384];
        const ssize_t count = ::read(descriptor, bytes, sizeof bytes);
        if (count <= 0) {
            if (count == 0 || (errno != EAGAIN && errno != EINTR))
                drop(descriptor);
            return;
        }
        connection.input.append(bytes, static_cast<size_t>(count));
        if (!answerAll(connection))
            drop(descriptor);
    }

    /// False when the connection is over.
    bool answerAll(Connection &connection)
    {
        while (connection.tokensLeft == 0) {
            const size_t end = connection.input.find("\r\n\r\n");
            if (end == std::string::npos)
                return true;
            const std::string_view head = std::string_view(connection.input).substr(0, end);
            const size_t size = end + 4 + bodyBytes(head);
            if (connection.input.size() < size)
                return true;
            const Request request = requestOf(connection.input, end, size);
            connection.closes = request.closes;
            if (!answer(connection, request))
                return false;
            connection.input.erase(0, size);
            if (connection.closes && connection.tokensLeft == 0)
                return false;
        }
        return true;
    }

    static size_t bodyBytes(std::string_view head)
    {
        return static_cast<size_t>(number(field(head, "content-length"), 0));
    }

    static std::string_view field(std::string_view head, std::string_view name)
    {
        for (size_t line = head.find("\r\n"); line != std::string_view::npos; line = head.find("\r\n", line + 2)) {
            const std::string_view rest = head.substr(line + 2);
            if (rest.size() > name.size() && rest[name.size()] == ':'
                && ::strncasecmp(rest.data(), name.data(), name.size()) == 0) {
                const std::string_view value = rest.substr(name.size() + 1);
                return value.substr(std::min(value.find_first_not_of(' '), value.size()));
            }
        }
        return {};
    }

    static Request requestOf(std::string_view input, size_t headEnd, size_t size)
    {
        Request request;
        const size_t space = input.find(' ');
        request.method = input.substr(0, space);
        request.path = input.substr(space + 1, input.find(' ', space + 1) - space - 1);
        request.body = input.substr(headEnd + 4, size - headEnd - 4);
        const std::string_view connection = field(input.substr(0, headEnd), "connection");
        request.closes = connection.size() >= 5 && ::strncasecmp(connection.data(), "close", 5) == 0;
        return request;
    }

    bool answer(Connection &connection, const Request &request)
    {
        if (request.path == "/health")
            return send(connection, m_health);
        if (request.path == "/v1/models")
            return send(connection, m_models);
        connection.isChat = request.path == "/v1/chat/completions";
        if (request.method != "POST" || (!connection.isChat && request.path != "/api/generate"))
            return send(connection, "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
        const int tokens = std::max(number(member(request.body, "max_tokens"), 256), 1);
        if (member(request.body, "stream").starts_with("false"))
            return send(connection, whole(connection.isChat, tokens));
        connection.tokens = connection.tokensLeft = tokens;
        const size_t pace = request.body.find("pace ");
        connection.pace =
            std::chrono::milliseconds(pace == std::string_view::npos ? 0 : number(request.body.substr(pace + 5), 0));
        return beginStream(connection);
    }

    static std::string whole(bool isChat, int tokens)
    {
        std::string text;
        for (int i = 0; i < tokens; ++i)
            text += token(i);
        if (!isChat)
            return json(R"({"response":")" + text + R"("})");
        return json(
            R"({"id":"chatcmpl-0","object":"chat.completion","created":0,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":")"
            + text
            + R"("},"finish_reason":"stop"}],"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}})");
    }

    bool beginStream(Connection &connection)
    {
        std::string bytes = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-cache\r\n"
                            "access-control-allow-origin: *\r\ntransfer-encoding: chunked\r\n\r\n";
        if (connection.isChat)
            bytes += chunked(chatEvent(R"({"content":null,"role":"assistant"})", "null"));
        do {
            bytes += chunked(tokenEvent(connection));
        } while (--connection.tokensLeft > 0 && connection.pace == 0ms);
        if (connection.tokensLeft == 0)
            bytes += endEvents(connection);
        else
            m_due.emplace(Clock::now() + connection.pace, connection.descriptor);
        return send(connection, bytes);
    }

    void sendDueTokens()
    {
        const auto now = Clock::now();
        while (!m_due.empty() && m_due.begin()->first <= now) {
            const auto [due, descriptor] = *m_due.begin();
            m_due.erase(m_due.begin());
            Connection &connection = *m_connections.at(descriptor);
            std::string bytes = chunked(tokenEvent(connection));
            const bool isLast = --connection.tokensLeft == 0;
            if (isLast)
                bytes += endEvents(connection);
            else
                m_due.emplace(due + connection.pace, descriptor);
            if (!send(connection, bytes) || (isLast && (connection.closes || !answerAll(connection))))
                drop(descriptor);
        }
    }

    /// False when the connection is over.
    bool send(Connection &connection, std::string_view bytes)
    {
        connection.output.append(bytes);
        const ssize_t sent =
            ::send(connection.descriptor, connection.output.data(), connection.output.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN && errno != EINTR)
            return false;
        connection.output.erase(0, static_cast<size_t>(std::max<ssize_t>(sent, 0)));
        const bool isBlocked = !connection.output.empty();
        if (isBlocked || bytes.empty())
            watch(EPOLL_CTL_MOD, connection.descriptor, isBlocked ? EPOLLIN | EPOLLOUT : EPOLLIN);
        return true;
    }

    int m_epoll;
    int m_listener;
    std::string m_health;
    std::string m_models;
    std::unordered_map<int, std::unique_ptr<Connection>> m_connections;
    std::multimap<Clock::time_point, int> m_due;
};

} // namespace

int main(int argc, char **argv)
{
    const char *bind = "";
    for (int i = 1; i + 1 < argc; ++i) {
        if (argv[i] == "--bind"sv)
            bind = argv[i + 1];
    }
    const char *colon = std::strrchr(bind, ':');
    if (!colon) {
        std::fputs("usage: stub-shimmy serve --bind ADDRESS:PORT\n", stderr);
        return 2;
    }
    std::puts("stub-shimmy: starting");
    std::fflush(stdout);
    Server(std::string(bind, colon), static_cast<uint16_t>(number(colon + 1, 0))).run();
}
