#pragma once

#include "base/error.h"
#include "client/rate_limit.h"

#include <QToolButton>

class ServerConnection;

/// Shows and changes the bandwidth that all downloads of the server share. For the status bar.
class RateLimitButton final : public QToolButton {
    Q_OBJECT

public:
    /// \a connection must outlive it.
    explicit RateLimitButton(ServerConnection &connection, QWidget *parent = nullptr);

private:
    void ask();
    void showLimit(const RateLimit &limit);
    void fill();
    void choose(const RateLimit &limit);
    void askForAnother();
    void complain(const Error &error);

    ServerConnection &m_connection;
    RateLimit m_limit;
};
