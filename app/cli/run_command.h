#pragma once

#include "cli/command.h"
#include "client/chat.h"

#include <chrono>
#include <memory>

class ApiClient;
class ApiStream;
class Terminal;

/// shimmyctl run: one prompt, its answer as it is generated.
class RunCommand final : public Command {
    Q_OBJECT

public:
    RunCommand(ApiClient &client, Terminal &terminal, ChatOrder order);
    ~RunCommand() override;
    void start() override;
    void interrupt() override;

private:
    void handleReceived(const QJsonObject &json);
    void handleFinished();

    ApiClient &m_client;
    Terminal &m_terminal;
    const ChatOrder m_order;
    std::unique_ptr<ApiStream> m_stream;
    std::chrono::steady_clock::time_point m_firstToken;
    int m_tokens = 0;
    bool m_endsWithLineFeed = true;
};
