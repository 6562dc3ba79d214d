#pragma once

#include "base/logging.h"
#include "base/result.h"
#include "base/secret.h"

#include <QHostAddress>
#include <QStringList>

#include <chrono>

/// What shimmyd was told, by its command line, SHIMMYD_… variables and a configuration file, in this order.
struct Settings {
    QHostAddress listenAddress = QHostAddress(QHostAddress::AnyIPv4);
    quint16 listenPort = 8080;
    QString models = QStringLiteral("/models");
    bool shared = false; ///< other shimmyds may use the models directory too
    QString shimmy; ///< the program; found on the PATH or beside shimmyd when not given
    quint16 shimmyPort = 8081; ///< the first instance's, if it is free
    QStringList importFrom; ///< folders from which files of this machine may be imported
    qint64 diskQuota = 0; ///< bytes of all models and parts; 0: no quota
    bool evict = false; ///< models may be removed to make room for a pull
    QString hub; ///< empty: HF_ENDPOINT, else the real Hub
    QString hubProxy; ///< the way to the Hub, as from parseProxy(); empty: as the environment says
    Secret hubToken; ///< of the desktop's keychain; empty: none, and the next says where to look
    QString hubTokenFile; ///< holds the Hub token; empty: as the Hub's own clients find it
    QStringList hosts; ///< names that a browser may call us by, beside addresses and localhost
    QStringList corsOrigins;
    bool mirror = false; ///< serve the models in the Hub's protocol, too
    QString apiKeyFile; ///< empty: none
    Secret apiKeys; ///< of the environment, in the clear; null when the variable is not set
    bool inferenceOpen = false; ///< generations need no key
    bool requireKey = false; ///< do not start without one
    bool queue = false;
    int downloads = 1;
    int segments = 4;
    int mostSegments = 16;
    std::chrono::seconds stallTimeout = std::chrono::minutes(5); ///< without progress, then a download fails
    qint64 limitRate = 0; ///< bytes per second of all downloads together; 0: no limit
    int instances = 1; ///< of Shimmy, each of which generates for one client at a time
    qint64 shimmyMemory = 0; ///< bytes that each of them may allocate; 0: no limit
    int queueLimit = 64; ///< requests for a generation that may wait, of all clients together
    std::chrono::seconds queueWait = std::chrono::seconds(120);
    std::chrono::seconds generationTimeout = std::chrono::minutes(5); ///< without a token, then it is ended
    LogLevel logLevel = LogLevel::Info;
    LogFormat logFormat = LogFormat::Text;
};

/// What a command line asks for: to run with settings, or to print a text and end.
struct Invocation {
    Settings settings;
    std::optional<QString> text; ///< --help, --version, --new-key, --hash-key
    QString notice = {}; ///< beside it, for stderr
};

/// Reads the command line, the environment and the file that --config names.
/// Error: InvalidArgument with one sentence that names the option.
Result<Invocation> parseInvocation(int argc, char **argv);

/// "ADDR:PORT", "[ADDR]:PORT", ":PORT" or "PORT". Error: InvalidArgument.
Result<std::pair<QHostAddress, quint16>> parseListen(const QString &text);

/// The Shimmy to run: \a given, else "shimmy" beside this program or on the PATH.
/// Error: InvalidArgument saying how to get one.
Result<QString> findShimmy(const QString &given);
