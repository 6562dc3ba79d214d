#pragma once

#include "blocking_http.h"
#include "fake_shimmy_program.h"
#include "service_process.h"

/// A running service before a Shimmy that misbehaves as it is told, with the model "tiny".
class ShimmyFaultFixture {
protected:
    ShimmyFaultFixture();

    /// Begins a shimmyd, on \a models if given, whose Shimmys have the \a faults.
    void start(const QJsonObject &faults, bool waitUntilHealthy = true, const QString &models = {});
    quint16 port() const { return m_service->port(); }
    QJsonObject manager() const;
    /// Sends a prompt, with the members of \a more over the usual ones.
    bool send(BlockingHttp &client, const QJsonObject &more, const QByteArray &path = "/v1/generate") const;
    HttpAnswer generate(const QJsonObject &more = {}) const;

    /// What makes a prompt run on for as many tokens.
    static QJsonObject runningOn(int tokens, bool stream = true);
    static QString codeOf(const QJsonObject &body);

    QTemporaryDir m_models;
    FakeShimmyProgram m_program;
    std::unique_ptr<ServiceProcess> m_service;
};
