#pragma once

#include "blocking_http.h"
#include "fake_hub.h"
#include "service_process.h"

/// A stand-in for the Hub that wants a token, and a shimmyd that has it.
class PullFixture {
public:
    /// \a arguments are further ones of shimmyd; \a models and \a shimmy as in ServiceProcess::Setup.
    explicit PullFixture(const QStringList &arguments = {}, const QString &models = {}, const QString &shimmy = {});

    static const QByteArray token;

    FakeHub hub;
    /// Begins a new shimmyd on the same models, after killing or ending the one before.
    void restart(const QStringList &arguments = {});
    ServiceProcess &service() { return *m_service; }
    quint16 port() const { return m_service->port(); }

    HttpAnswer pull(QJsonObject body) const;
    /// The last line of a streamed pull.
    QJsonObject pullResult(const QJsonObject &body) const;
    /// Everything in the models directory that is not ours.
    QStringList modelFiles() const;
    /// What unfinished downloads left.
    QStringList parts() const;
    bool isHealthy() const;

private:
    std::unique_ptr<ServiceProcess> start(const QStringList &arguments) const;

    QTemporaryDir m_directory;
    QString m_models;
    QString m_shimmy;
    std::unique_ptr<ServiceProcess> m_service;
};

/// The bytes of a request to pull; \a body is JSON.
QByteArray pullRequest(const QByteArray &body);
/// The Hub's file \a file comes this slowly, over each of its connections, until the faults are cleared.
HubFault slowly(const QString &file, qint64 bytesPerSecond);
/// In hexadecimal; empty when it cannot be read.
QByteArray sha256OfFile(const QString &path);
