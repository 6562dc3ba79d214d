#pragma once

#include "base/error.h"

#include <QObject>
#include <QPointer>
#include <QUrl>

#include <optional>

class QNetworkReply;

/// An answer that is a file's bytes. No more of it is taken from the connection than its reader takes from here;
/// deleting it closes the connection.
class ApiBytes final : public QObject {
    Q_OBJECT

public:
    /// Takes \a reply, which was just sent to \a server.
    ApiBytes(QNetworkReply *reply, QUrl server);
    ~ApiBytes() override;

    /// What has arrived of the file, \a maxBytes at the most; nothing of a refusal.
    QByteArray read(qint64 maxBytes);
    /// Whether all was read, or no more will come.
    bool isOver() const;
    /// When it is over: why the file is not whole.
    const std::optional<Error> &error() const { return m_error; }

    /// The file's size as the server says it, else 0.
    qint64 totalBytes() const;
    /// The name that the server gives the file, if it is one that can do no harm; else empty.
    QString suggestedName() const;

Q_SIGNALS:
    /// There is something to read, or it is over.
    void changed();

private:
    bool isRefused() const;
    void handleArrival();
    void handleFinished();

    QPointer<QNetworkReply> m_reply; ///< ours, but it goes with its manager if that goes first
    const QUrl m_server;
    QByteArray m_refusal;
    std::optional<Error> m_error;
    bool m_isFinished = false;
};
