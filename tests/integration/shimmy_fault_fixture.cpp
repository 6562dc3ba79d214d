#include "shimmy_fault_fixture.h"

#include "tiny_gguf.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

ShimmyFaultFixture::ShimmyFaultFixture()
{
    if (!writeTinyGguf(m_models.filePath(u"tiny.gguf"_s)))
        qFatal("cannot write a model");
}

QJsonObject ShimmyFaultFixture::manager() const
{
    return httpGet(port(), "/v1/health").json().value("manager"_L1).toObject();
}

QJsonObject ShimmyFaultFixture::runningOn(int tokens, bool stream)
{
    return {{u"prompt"_s, u"L"_s}, {u"max_tokens"_s, tokens}, {u"stream"_s, stream}};
}

QString ShimmyFaultFixture::codeOf(const QJsonObject &body)
{
    return body.value("error"_L1).toObject().value("code"_L1).toString();
}

void ShimmyFaultFixture::start(const QJsonObject &faults, bool waitUntilHealthy, const QString &models)
{
    m_program.tell(faults);
    ServiceProcess::Setup setup;
    setup.models = models.isEmpty() ? m_models.path() : models;
    setup.shimmy = m_program.path();
    setup.waitUntilHealthy = waitUntilHealthy;
    m_service = std::make_unique<ServiceProcess>(setup);
    if (waitUntilHealthy)
        QVERIFY(m_service->isUp());
    else
        QVERIFY(QTest::qWaitFor([this] { return httpGet(port(), "/v1/health").status != 0; }, 20'000));
}

bool ShimmyFaultFixture::send(BlockingHttp &client, const QJsonObject &more, const QByteArray &path) const
{
    QJsonObject body{{u"model"_s, u"tiny"_s}, {u"prompt"_s, u"x\n"_s}};
    for (auto member = more.begin(); member != more.end(); ++member)
        body.insert(member.key(), member.value());
    return client.send(httpRequestBytes("POST", path, QJsonDocument(body).toJson(QJsonDocument::Compact),
                                        {{"Content-Type", "application/json"}}));
}

HttpAnswer ShimmyFaultFixture::generate(const QJsonObject &more) const
{
    BlockingHttp client(port(), std::chrono::seconds(150));
    return send(client, more) ? client.read() : HttpAnswer();
}
