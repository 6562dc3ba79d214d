#include "application_fixture.h"

#include "connection/model_list.h"

using namespace Qt::StringLiterals;

ApplicationFixture::ApplicationFixture(const Setup &setup)
    : m_setup(setup)
{
    Preferences(settings()).setSetUp(setup.isSetUp);
    begin();
}

ApplicationFixture::~ApplicationFixture()
{
    end();
}

void ApplicationFixture::begin()
{
    DesktopApplication::Options options;
    options.settingsFile = settings();
    options.server = m_setup.server;
    options.modelsFolder = models();
    options.shimmy = m_setup.shimmy;
    options.hub = hub.url();
    options.port = m_setup.port;
    m_program = std::make_unique<DesktopApplication>(options, m_logs);
    m_hasEnded = false;
    QObject::connect(m_program.get(), &DesktopApplication::ended, m_program.get(), [this] { m_hasEnded = true; });
    m_program->start();
}

void ApplicationFixture::end()
{
    m_program->quit();
    [&] { QVERIFY(QTest::qWaitFor([this] { return m_hasEnded; }, 60'000)); }();
    m_program.reset();
}

void ApplicationFixture::restart(const std::function<void()> &meanwhile)
{
    end();
    if (meanwhile)
        meanwhile();
    begin();
}

bool ApplicationFixture::isConnected() const
{
    ServerConnection &connection = m_program->connection();
    return connection.state() == ServerConnection::State::Connected && connection.models().isKnown();
}
