#pragma once

#include "blocking_http.h"
#include "fake_hub.h"
#include "service_process.h"

/// What a PullFixture is made of.
struct PullSetup {
    QStringList arguments = {}; ///< further ones of shimmyd
    QString models = {}; ///< as in ServiceProcess::Setup
    QString shimmy = {}; ///< as in ServiceProcess::Setup
    FakeHubOptions hub = {};
    QString hubHost = {}; ///< the name by which shimmyd is to know the Hub's address; empty: the address
    QHash<QString, QString> variables = {}; ///< further ones of shimmyd's environment
};

/// A stand-in for the Hub that wants a token, and a shimmyd that has it.
class PullFixture {
public:
    /// \a arguments are further ones of shimmyd; \a models and \a shimmy as in ServiceProcess::Setup.
    explicit PullFixture(const QStringList &arguments = {}, const QString &models = {}, const QString &shimmy = {});
    explicit PullFixture(const PullSetup &setup);

    static const QByteArray token;

    FakeHub hub;
    /// Begins a new shimmyd on the same models, after killing or ending the one before.
    void restart(const QStringList &arguments = {});
    /// A further shimmyd on the same models and Hub.
    std::unique_ptr<ServiceProcess> start(const QStringList &arguments) const;
    ServiceProcess &service() { return *m_service; }
    quint16 port() const { return m_service->port(); }

    HttpAnswer pull(QJsonObject body) const;
    /// The last line of a streamed pull.
    QJsonObject pullResult(const QJsonObject &body) const;
    /// Pulls \a file of \a repo, whose content is \a bytes, to its end. Empty when that has worked: the file is the
    /// Hub's, progress never went back, nothing else is left, no token went astray. Else what is wrong.
    QString pullWhole(const QString &repo, const QString &file, const QByteArray &bytes) const;
    /// Everything in the models directory that is not ours.
    QStringList modelFiles() const;
    /// What unfinished downloads left.
    QStringList parts() const;
    bool isHealthy() const;
    QString modelsDirectory() const { return m_models; }

private:
    QTemporaryDir m_directory;
    PullSetup m_setup;
    QString m_models;
    std::unique_ptr<ServiceProcess> m_service;
};

/// The bytes of a request to pull; \a body is JSON.
QByteArray pullRequest(const QByteArray &body);
/// The Hub's file \a file comes this slowly, over each of its connections, until the faults are cleared.
HubFault slowly(const QString &file, qint64 bytesPerSecond);
/// No line of a pull says less than one before it.
bool neverGoesBack(const QList<QJsonObject> &lines);
/// In hexadecimal; empty when it cannot be read.
QByteArray sha256OfFile(const QString &path);
