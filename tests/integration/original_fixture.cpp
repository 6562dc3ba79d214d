#include "original_fixture.h"

#include "tiny_gguf.h"

using namespace Qt::StringLiterals;

OriginalFixture::OriginalFixture()
{
    hub.addFile(repo, filename, tinyGgufBytes());
    ServiceProcess::Setup setup;
    setup.hub = hub.url();
    m_service = std::make_unique<ServiceProcess>(setup);
}

void OriginalFixture::addSlowFile()
{
    hub.addFile(u"slow/model"_s, u"slow.gguf"_s, tinyGgufBytes());
    hub.inject({HubFault::Kind::Drip, "slow.gguf", true, -1, 0, 400'000, 0, {}, {}});
}
