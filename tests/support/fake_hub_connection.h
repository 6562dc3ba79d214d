#pragma once

#include "fake_hub_state.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTcpSocket>
#include <QTimer>

/// One client of the stand-in: reads requests and sends what the state answers, faults included.
class FakeHubConnection final : public QObject {
    Q_OBJECT

public:
    FakeHubConnection(QTcpSocket *socket, bool cdn, FakeHubState &state, QObject *parent);
    ~FakeHubConnection() override;

private:
    void readRequest();
    void start(const FakeHubRequest &request, HubReply reply);
    QByteArray head() const;
    void openFile();
    void sendBody();
    qint64 room() const;
    QByteArray nextBytes(qint64 most);
    bool breaksOff() const;
    void breakOff();
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
    QElapsedTimer m_bodyClock;
    QTimer m_pace; ///< runs while the body has a rate
};
