#include "front_under_test.h"

#include <QTimer>

FrontUnderTest::FrontUnderTest(HttpLimits limits, const QHostAddress &address, std::optional<HostRule> rule)
{
    m_context.moveToThread(&m_thread);
    m_thread.start();
    onServerThread([&] {
        m_server = std::make_unique<HttpServer>([this](const ExchangePtr &exchange) { answer(exchange); }, limits);
        if (rule)
            m_server->setHostRule(*rule);
        m_port = m_server->listen(address, 0).value_or(0);
    });
}

FrontUnderTest::~FrontUnderTest()
{
    onServerThread([this] {
        m_server.reset();
        m_kept.clear();
    });
    m_thread.quit();
    m_thread.wait();
}

void FrontUnderTest::release()
{
    onServerThread([this] {
        for (const ExchangePtr &exchange : std::exchange(m_kept, {}))
            exchange->send(200, {}, "\"held\"");
        m_held = 0;
    });
}

int FrontUnderTest::connections()
{
    int count = 0;
    onServerThread([this, &count] { count = m_server->connections(); });
    return count;
}

void FrontUnderTest::stopListening()
{
    onServerThread([this] { m_server->stopListening(); });
}

void FrontUnderTest::closeIdle()
{
    onServerThread([this] { m_server->closeIdle(); });
}

void FrontUnderTest::destroyServer()
{
    onServerThread([this] { m_server.reset(); });
}

void FrontUnderTest::onServerThread(const std::function<void()> &call)
{
    QMetaObject::invokeMethod(&m_context, call, Qt::BlockingQueuedConnection);
}

void FrontUnderTest::answer(const ExchangePtr &exchange)
{
    ++m_seen;
    ++m_living;
    QObject::connect(exchange.get(), &QObject::destroyed, &m_context, [this] { --m_living; });
    QObject::connect(exchange.get(), &Exchange::aborted, &m_context, [this] { ++m_aborted; });
    const HttpRequest &request = exchange->request();
    if (request.path == "/health") {
        exchange->send(200, {}, R"({"status":"ok"})");
    } else if (request.path == "/echo") {
        exchange->setField("X-Peer", request.peer.toString().toUtf8());
        exchange->send(200,
                       {{"X-Method", request.method},
                        {"X-Path", request.path},
                        {"X-Query", request.query},
                        {"X-Body-Size", QByteArray::number(request.body.size())}},
                       request.body.left(100));
    } else if (request.path == "/hold") {
        m_kept.append(exchange);
        ++m_held;
    } else if (request.path == "/big") {
        exchange->send(200, {}, QByteArray(bigBytes, 'b'));
    } else if (request.path == "/stream") {
        exchange->begin(200, {{"Content-Type", "text/plain"}});
        for (const char *part : {"one ", "two ", "three"})
            exchange->write(part);
        exchange->end();
    } else if (request.path == "/flood") {
        exchange->begin(200, {});
        flood(exchange);
    } else if (request.path == "/pushy") {
        exchange->begin(200, {});
        push(exchange);
    } else if (request.path == "/unfinished" || request.path == "/broken") {
        exchange->begin(200, {});
        exchange->write("half");
        if (request.path == "/broken")
            exchange->abort();
    } else if (request.path == "/nothing") {
        exchange->send(204, {}, {});
    } else if (request.path == "/split") {
        exchange->send(200, {{"X-Split", "a\r\nX-Injected: 1"}, {"X-Bad Name", "1"}, {"Content-Length", "999"}}, "ok");
    } else if (request.path != "/forget") {
        exchange->send(404, {}, R"({"error":{"code":"not_found"}})");
    }
}

void FrontUnderTest::flood(const ExchangePtr &exchange)
{
    m_kept.append(exchange);
    Exchange *raw = exchange.get();
    const auto pump = [raw] {
        static const QByteArray block(64 * 1024, 'f');
        while (raw->write(block)) { }
    };
    QObject::connect(raw, &Exchange::drained, &m_context, pump);
    QObject::connect(raw, &Exchange::aborted, &m_context,
                     [this, raw] { erase_if(m_kept, [raw](const ExchangePtr &kept) { return kept.get() == raw; }); });
    pump();
}

void FrontUnderTest::push(const ExchangePtr &exchange)
{
    if (!exchange->isOpen())
        return;
    exchange->write(QByteArray(64 * 1024, 'p'));
    QTimer::singleShot(1, &m_context, [this, exchange] { push(exchange); });
}
