#pragma once

#include "base/error.h"
#include "cli/session.h"
#include "client/chat.h"

#include <QObject>

#include <chrono>
#include <memory>

class ApiStream;

/// One answer of a model, printed as it is generated unless results are JSON.
class Answer final : public QObject {
    Q_OBJECT

public:
    Answer(const Session &session, ChatOrder order);
    ~Answer() override;
    void start();
    /// Ends it here; the server stops generating. Neither signal follows.
    void stop();

    const QString &text() const { return m_text; }
    /// "12 tokens, 34.5 a second"; empty if there is nothing to tell.
    QString pace() const;
    QJsonObject toJson() const;

Q_SIGNALS:
    void finished();
    void failed(const Error &error);

private:
    void handleReceived(const QJsonObject &json);
    void closeLine();
    double tokensPerSecond() const;

    const Session m_session;
    const ChatOrder m_order;
    std::unique_ptr<ApiStream> m_stream;
    QString m_text;
    QString m_finishReason;
    std::chrono::steady_clock::time_point m_firstToken;
    std::chrono::steady_clock::time_point m_lastToken;
    int m_tokens = 0;
};
