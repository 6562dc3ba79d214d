#include "embedded/embedded_server.h"

#include "base/background.h"
#include "service.h"

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>

#include <sys/resource.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

Settings settingsOf(const EmbeddedServer::Options &options)
{
    Settings settings;
    settings.listenAddress = QHostAddress(QHostAddress::LocalHost);
    settings.listenPort = options.port;
    settings.models = options.modelsFolder;
    settings.shimmy = options.shimmy;
    settings.hub = options.hub;
    settings.hubProxy = options.proxy;
    settings.hubToken = options.hubToken;
    if (!options.apiKey.isEmpty())
        settings.apiKeys = options.apiKey;
    settings.downloads = options.downloads;
    settings.segments = std::min(settings.segments, options.connections);
    settings.mostSegments = options.connections;
    settings.limitRate = options.bytesPerSecond;
    settings.instances = options.instances;
    settings.mirror = options.isMirror;
    settings.queue = true;
    return settings;
}

/// Lets the window's thread go first where processors are few. A thread's niceness goes to the threads and processes it
/// begins: to those that fetch and hash, and to Shimmy, which uses every processor it finds.
void giveWay()
{
    constexpr int difference = 10;
    const int own = ::getpriority(PRIO_PROCESS, 0); // 0: this thread
    ::setpriority(PRIO_PROCESS, 0, own + difference); // the kernel knows the most
}

/// What the service's work on other threads has to say yet holds parts of it, and with this thread goes who listens.
void hearTheLastOut()
{
    for (int round = 0; round < 3; ++round) { // what goes has parts of its own that have something to say
        backgroundPool().waitForDone();
        QCoreApplication::sendPostedEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

} // namespace

EmbeddedServer::EmbeddedServer(LogHistory &logs, QObject *parent)
    : QObject(parent)
    , m_logs(logs)
    , m_worker(new QObject)
{
    m_thread.setObjectName(u"service"_s);
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_worker, giveWay);
    connect(&m_thread, &QThread::finished, m_worker, hearTheLastOut, Qt::DirectConnection);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

EmbeddedServer::~EmbeddedServer()
{
    stop();
    if (m_state == State::Stopping) {
        QEventLoop loop;
        connect(this, &EmbeddedServer::stopped, &loop, &QEventLoop::quit);
        loop.exec(QEventLoop::ExcludeUserInputEvents);
    }
    m_thread.quit();
    m_thread.wait();
}

void EmbeddedServer::start(const Options &options)
{
    if (m_state != State::Stopped)
        return;
    m_state = State::Starting;
    const Settings settings = settingsOf(options);
    QMetaObject::invokeMethod(m_worker, [this, settings] { runService(settings); });
}

/// On the service's thread.
void EmbeddedServer::runService(const Settings &settings)
{
    if (!QDir().mkpath(settings.models)) {
        const Error error{ErrorKind::DiskFailed,
                          tr("The folder %1 cannot be made").arg(settings.models),
                          tr("Choose another folder for the models"),
                          false,
                          {}};
        QMetaObject::invokeMethod(this, [this, error] { takeFailed(error); });
        return;
    }
    auto service = Service::start(settings, m_logs);
    if (!service && service.error().failure == StartFailure::Address && settings.listenPort != 0) {
        Settings elsewhere = settings;
        elsewhere.listenPort = 0;
        service = Service::start(elsewhere, m_logs);
    }
    if (!service) {
        QMetaObject::invokeMethod(this, [this, error = service.error().error] { takeFailed(error); });
        return;
    }
    m_service = service->release();
    const auto countDownloads = [this, service = m_service] { m_activeDownloads = service->activeDownloads(); };
    countDownloads();
    connect(m_service, &Service::activeDownloadsChanged, m_worker, countDownloads);
    connect(
        m_service, &Service::stopped, m_worker,
        [this] {
            delete std::exchange(m_service, nullptr); // before anybody may end this thread
            m_activeDownloads = 0;
            QMetaObject::invokeMethod(this, [this] { takeStopped(); });
        },
        Qt::QueuedConnection);
    QMetaObject::invokeMethod(this, [this, port = m_service->port()] { takeStarted(port); });
}

void EmbeddedServer::takeStarted(quint16 port)
{
    const bool mustStop = m_state == State::Stopping;
    m_port = port;
    if (!mustStop)
        m_state = State::Running;
    Q_EMIT started(port);
    if (mustStop)
        QMetaObject::invokeMethod(m_worker, [this] { m_service->shutDown(); });
}

void EmbeddedServer::takeFailed(const Error &error)
{
    const bool wasStopping = std::exchange(m_state, State::Stopped) == State::Stopping;
    Q_EMIT failed(error);
    if (wasStopping)
        Q_EMIT stopped();
}

void EmbeddedServer::takeStopped()
{
    m_state = State::Stopped;
    m_port = 0;
    Q_EMIT stopped();
}

void EmbeddedServer::stop()
{
    const State former = m_state;
    if (former == State::Stopped || former == State::Stopping)
        return;
    m_state = State::Stopping;
    if (former == State::Running)
        QMetaObject::invokeMethod(m_worker, [this] {
            if (m_service)
                m_service->shutDown();
        });
}
