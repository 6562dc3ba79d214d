#pragma once

#include "base/error.h"
#include "client/limits.h"

#include <QToolButton>

class ServerConnection;

/// Shows and changes the bandwidth that all downloads of the server share. For the status bar.
class RateLimitButton final : public QToolButton {
    Q_OBJECT

public:
    /// \a connection must outlive it.
    explicit RateLimitButton(ServerConnection &connection, QWidget *parent = nullptr);

private:
    void showLimits(const Limits &limits);
    void fill();
    /// 0: no limit.
    void choose(qint64 bytesPerSecond);
    void askForAnother();
    void complain(const Error &error);

    ServerConnection &m_connection;
};
