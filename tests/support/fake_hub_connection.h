#pragma once

#include "fake_hub_state.h"

#include <QFile>
#include <QTcpSocket>
#include <QTimer>

/// One client of the stand-in: reads requests and sends what the state answers, faults included.
class FakeHubConnection final : public QObject {
    Q_OBJECT

public:
    FakeHubConnection(QTcpSocket *socket, bool cdn, FakeHubState &state, QObject *parent);

private:
    void readRequest();
    void start(const HubRequest &request, HubReply reply);
    void sendBody();
    void dripBody();
    void countCdnBytes(qint64 bytes);
    QByteArray nextBytes(qint64 most);
    bool stopsHere(qint64 offset);
    void finish();

    QTcpSocket *m_socket;
    const bool m_cdn;
    FakeHubState &m_state;
    QByteArray m_input;
    bool m_busy = false;
    bool m_close = false;
    bool m_dead = false; ///< stalls for ever
    HubReply m_reply;
    QFile m_file;
    qint64 m_sent = 0; ///< of the body
    qint64 m_bodyBytes = 0;
    QTimer m_drip;
};
