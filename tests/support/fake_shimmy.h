#pragma once

#include "fake_shimmy_faults.h"
#include "fake_shimmy_http.h"
#include "fake_shimmy_models.h"

#include <QPointer>
#include <QTcpServer>

/// The server of a stand-in for Shimmy 1.8.1: its routes, and the faults that concern all of them.
class FakeShimmy final : public QObject {
public:
    FakeShimmy(FakeShimmyFaults faults, FakeShimmyModels models);

    bool listen(quint16 port);
    /// Answers nothing now, as the real one while it generates without streaming, or because it hangs.
    bool isSilent() const { return m_hangs || m_generatesBlocking > 0; }
    void serve(FakeShimmyConnection &connection, const FakeShimmyRequest &request);

    const FakeShimmyFaults &faults() const { return m_faults; }
    const FakeShimmyModels &models() const { return m_models; }
    /// From now on nothing is answered.
    void hang() { m_hangs = true; }
    void beginBlocking() { ++m_generatesBlocking; }
    void endBlocking();

private:
    void take(QTcpSocket *socket);
    QJsonObject health() const;
    bool serveGet(FakeShimmyConnection &connection, const QByteArray &path);
    bool servePost(FakeShimmyConnection &connection, const FakeShimmyRequest &request);

    const FakeShimmyFaults m_faults;
    const FakeShimmyModels m_models;
    QTcpServer m_server;
    QList<QPointer<FakeShimmyConnection>> m_connections;
    bool m_hangs = false;
    int m_generatesBlocking = 0;
};
