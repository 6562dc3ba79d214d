#include "settings.h"

#include "key_command.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace {

const char *const description = "shimmyd serves local GGUF models with Shimmy and pulls them from the HuggingFace Hub.";
const char *const footer =
    R"(Every option is also read from the environment (--log-level from SHIMMYD_LOG_LEVEL; commas separate
several values) and from the file that --config names (INI or TOML: log-level = "debug"). The command
line wins over the environment, the environment over the file.
API keys in the clear: SHIMMYD_API_KEY ("KEY", or several "NAME:SCOPES:KEY" with spaces between).
Hub: HF_ENDPOINT, HF_TOKEN, HUGGING_FACE_HUB_TOKEN, HF_TOKEN_PATH, HF_HOME, HF_HUB_OFFLINE,
HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE.
Exit codes: 0 ended as asked, 1 internal, 2 bad option, 3 models directory, 4 address taken, 5 no Shimmy.)";

constexpr qint64 leastShimmyMemory = qint64(64) << 20; // it does not start with less
constexpr qint64 mostShimmyMemory = qint64(1) << 40;
constexpr qint64 leastDiskQuota = qint64(1) << 20;
constexpr qint64 mostDiskQuota = qint64(1) << 50;

struct RawSettings {
    std::string listen = "0.0.0.0:8080";
    std::string models = "/models";
    bool shared = false;
    std::string shimmy;
    int shimmyPort = 8081;
    std::vector<std::string> importFrom;
    std::string diskQuota;
    bool evict = false;
    std::string hub;
    std::string hubTokenFile;
    std::vector<std::string> hosts;
    std::vector<std::string> cors;
    bool mirror = false;
    std::string apiKeyFile;
    bool inferenceOpen = false;
    bool requireKey = false;
    std::string newKey;
    std::string hashKey;
    bool queue = false;
    int downloads = 1;
    int segments = 4;
    int mostSegments = 16;
    std::string stallTimeout = "5m";
    std::string limitRate;
    int instances = 1;
    std::string shimmyMemory;
    int queueLimit = 64;
    std::string queueWait = "120s";
    std::string generationTimeout = "300s";
    std::string logLevel = "info";
    std::string logFormat = "text";
};

const std::map<std::string, LogLevel> logLevels{
    {"debug", LogLevel::Debug}, {"info", LogLevel::Info}, {"warning", LogLevel::Warning}, {"error", LogLevel::Error}};
const std::map<std::string, LogFormat> logFormats{{"text", LogFormat::Text}, {"json", LogFormat::Json}};

void declareOptions(CLI::App &app, RawSettings &raw)
{
    app.add_option("--listen", raw.listen, "Address and port to serve on")
        ->envname("SHIMMYD_LISTEN")
        ->type_name("ADDR:PORT")
        ->capture_default_str();
    app.add_option("--models", raw.models, "Directory of the models; must be writable")
        ->envname("SHIMMYD_MODELS")
        ->type_name("DIR")
        ->capture_default_str();
    app.add_flag("--shared", raw.shared, "Let other shimmyds use the same models directory, all with this option")
        ->envname("SHIMMYD_SHARED");
    app.add_option("--shimmy", raw.shimmy, "The Shimmy program (default: found beside shimmyd or on the PATH)")
        ->envname("SHIMMYD_SHIMMY")
        ->type_name("PATH");
    app.add_option("--shimmy-port", raw.shimmyPort, "Port of the first Shimmy on 127.0.0.1; a free one if it is taken")
        ->envname("SHIMMYD_SHIMMY_PORT")
        ->check(CLI::Range(0, 65535))
        ->capture_default_str();
    app.add_option("--import-from", raw.importFrom, "Folder from which files may be imported, with all below it")
        ->envname("SHIMMYD_IMPORT_FROM")
        ->delimiter(',')
        ->type_name("DIR");
    app.add_option("--disk-quota", raw.diskQuota,
                   "What all models and unfinished downloads may take, as in 200G (default: all of the disk)")
        ->envname("SHIMMYD_DISK_QUOTA")
        ->type_name("SIZE");
    app.add_flag("--evict", raw.evict,
                 "Remove the models that were used longest ago, but no pinned ones, when a pull needs room")
        ->envname("SHIMMYD_EVICT");
    app.add_option("--hub", raw.hub, "URL of the Hub or a mirror (default: HF_ENDPOINT, else the real Hub)")
        ->envname("SHIMMYD_HUB")
        ->type_name("URL");
    app.add_option("--hf-token-file", raw.hubTokenFile, "File with the Hub token (default: HF_TOKEN and its files)")
        ->envname("SHIMMYD_HF_TOKEN_FILE")
        ->type_name("FILE");
    app.add_option("--host", raw.hosts, "Host name that browsers may use for this service; * for any")
        ->envname("SHIMMYD_HOST")
        ->delimiter(',');
    app.add_option("--cors", raw.cors, "Origin of web pages that may call this service")
        ->envname("SHIMMYD_CORS")
        ->delimiter(',');
    app.add_flag("--mirror", raw.mirror,
                 "Serve the verified models to others, which set HF_ENDPOINT=http://HOST:PORT/hub")
        ->envname("SHIMMYD_MIRROR");
    app.add_option("--api-key-file", raw.apiKeyFile, "File with the hashes of the API keys; read again when it changes")
        ->envname("SHIMMYD_API_KEY_FILE")
        ->type_name("FILE");
    app.add_flag("--inference-open", raw.inferenceOpen, "Let everybody generate; only managing needs a key")
        ->envname("SHIMMYD_INFERENCE_OPEN");
    app.add_flag("--require-key", raw.requireKey, "Do not start without API keys")->envname("SHIMMYD_REQUIRE_KEY");
    app.add_option("--new-key", raw.newKey, "Print a new API key, and its line for the file, and end")
        ->type_name("NAME:SCOPES")
        ->configurable(false);
    app.add_option("--hash-key", raw.hashKey, "Print the line of the API key that stands on stdin, and end")
        ->type_name("NAME:SCOPES")
        ->configurable(false);
    app.add_flag("--queue", raw.queue, "Let pulls wait for each other instead of refusing the second")
        ->envname("SHIMMYD_QUEUE");
    app.add_option("--downloads", raw.downloads, "Downloads at the same time")
        ->envname("SHIMMYD_DOWNLOADS")
        ->check(CLI::Range(1, 16))
        ->capture_default_str();
    app.add_option("--segments", raw.segments, "Connections a download begins with")
        ->envname("SHIMMYD_SEGMENTS")
        ->check(CLI::Range(1, 32))
        ->capture_default_str();
    app.add_option("--max-segments", raw.mostSegments, "Connections it may grow to while that makes it faster")
        ->envname("SHIMMYD_MAX_SEGMENTS")
        ->check(CLI::Range(1, 32))
        ->capture_default_str();
    app.add_option("--stall-timeout", raw.stallTimeout,
                   "A download that has not moved for this long fails, and can be retried")
        ->envname("SHIMMYD_STALL_TIMEOUT")
        ->type_name("TIME")
        ->capture_default_str();
    app.add_option("--limit-rate", raw.limitRate,
                   "Bytes a second of all downloads together, as in 20M (default: no limit)")
        ->envname("SHIMMYD_LIMIT_RATE")
        ->type_name("RATE");
    app.add_option("--instances", raw.instances, "Shimmys that generate at the same time")
        ->envname("SHIMMYD_INSTANCES")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    app.add_option("--shimmy-memory", raw.shimmyMemory,
                   "Memory that each Shimmy may allocate beside the models it maps, as in 4G (default: no limit)")
        ->envname("SHIMMYD_SHIMMY_MEMORY")
        ->type_name("SIZE");
    app.add_option("--queue-limit", raw.queueLimit, "Prompts that may wait; more are answered 429")
        ->envname("SHIMMYD_QUEUE_LIMIT")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    app.add_option("--queue-wait", raw.queueWait, "How long a prompt may wait before it is answered 503")
        ->envname("SHIMMYD_QUEUE_WAIT")
        ->type_name("TIME")
        ->capture_default_str();
    app.add_option("--generation-timeout", raw.generationTimeout,
                   "A generation that has produced nothing for this long is ended, with its Shimmy")
        ->envname("SHIMMYD_GENERATION_TIMEOUT")
        ->type_name("TIME")
        ->capture_default_str();
    app.add_option("--log-level", raw.logLevel, "debug, info, warning or error (default: info)")
        ->envname("SHIMMYD_LOG_LEVEL")
        ->transform(CLI::IsMember(&logLevels, CLI::ignore_case).description(""))
        ->type_name("LEVEL");
    app.add_option("--log-format", raw.logFormat, "text or json (default: text)")
        ->envname("SHIMMYD_LOG_FORMAT")
        ->transform(CLI::IsMember(&logFormats, CLI::ignore_case).description(""))
        ->type_name("FORMAT");
    app.set_config("--config", "", "File with options, INI or TOML")->envname("SHIMMYD_CONFIG")->type_name("FILE");
    app.allow_config_extras(false);
    app.set_version_flag("--version", std::string("shimmyd " SHIMMY_MANAGER_VERSION));
}

bool isGiven(const std::string &name, int argc, const char *const *argv)
{
    return std::any_of(argv + 1, argv + argc, [&](const std::string &argument) {
        return argument == name || argument.starts_with(name + '=');
    });
}

/// An option that comes from a variable of the environment.
struct EnvironmentOption {
    std::string name;
    std::string variable;
    std::string value;
};

/// The options of the environment that the command line does not give. CLI11's own reading of the environment is not
/// used: it lets the file win, and from 2.4 on it takes no notice of a variable whose value is wrong.
std::vector<EnvironmentOption> environmentOptions(const CLI::App &app, int argc, const char *const *argv)
{
    std::vector<EnvironmentOption> options;
    for (const CLI::Option *option : app.get_options()) {
        const std::string &variable = option->get_envname();
        const char *const value = variable.empty() ? nullptr : std::getenv(variable.c_str());
        if (value == nullptr || *value == '\0')
            continue;
        const std::string name = "--" + option->get_lnames().front();
        if (!isGiven(name, argc, argv))
            options.push_back({name, variable, value});
    }
    return options;
}

QStringList toStrings(const std::vector<std::string> &list)
{
    QStringList strings;
    for (const std::string &text : list)
        strings += QString::fromStdString(text);
    return strings;
}

/// "90", "90s", "5m" or "2h", given with \a option.
Result<std::chrono::seconds> parseDuration(const QString &option, const std::string &given)
{
    const QString text = QString::fromStdString(given);
    static const QRegularExpression shape(u"\\A([0-9]{1,6})([smh]?)\\z"_s);
    const auto match = shape.match(text);
    const qint64 number = match.captured(1).toLongLong();
    if (!match.hasMatch() || number == 0)
        return fail(ErrorKind::InvalidArgument, u"%1 %2 is no time; use for example 90s or 5m"_s.arg(option, text));
    const QString unit = match.captured(2);
    return std::chrono::seconds(number * (unit == "h"_L1 ? 3600 : unit == "m"_L1 ? 60 : 1));
}

/// "512M", "4G", "2T" or plain bytes, in powers of 1024, given with \a option; 0 for an empty text or "0".
Result<qint64> parseSize(const QString &option, const std::string &given, qint64 least, qint64 most)
{
    static const QRegularExpression shape(u"\\A([0-9]{1,12})([kKmMgGtT]?)\\z"_s);
    const QString text = QString::fromStdString(given);
    if (text.isEmpty() || text == "0"_L1)
        return 0;
    const auto match = shape.match(text);
    const QString unit = match.captured(2).toLower();
    const int shift = unit.isEmpty() ? 0 : 10 * static_cast<int>(u"kmgt"_s.indexOf(unit) + 1);
    const qint64 number = match.captured(1).toLongLong();
    if (!match.hasMatch() || number > (most >> shift) || (number << shift) < least) {
        return fail(ErrorKind::InvalidArgument,
                    u"%1 %2 is no size from %3M to %4G; use for example 4G"_s.arg(option, text)
                        .arg(least >> 20)
                        .arg(most >> 30));
    }
    return number << shift;
}

/// "500K", "20M", "1.5G" or plain bytes, a second; 0 for an empty text or "0".
Result<qint64> parseRate(const QString &text)
{
    static const QRegularExpression shape(u"\\A([0-9]{1,12}(?:\\.[0-9]{1,3})?)([kKmMgG]?)\\z"_s);
    if (text.isEmpty())
        return 0;
    const auto match = shape.match(text);
    if (!match.hasMatch())
        return fail(ErrorKind::InvalidArgument, u"--limit-rate %1 is no rate; use for example 20M or 500K"_s.arg(text));
    const QString unit = match.captured(2).toLower();
    const double factor = unit == "g"_L1 ? 1e9 : unit == "m"_L1 ? 1e6 : unit == "k"_L1 ? 1e3 : 1;
    return static_cast<qint64>(match.captured(1).toDouble() * factor);
}

} // namespace

Result<std::pair<QHostAddress, quint16>> parseListen(const QString &text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool isPort = false;
    const uint port = QStringView(text).sliced(colon + 1).toUInt(&isPort);
    QString address = colon < 0 ? QString() : text.first(colon);
    if (address.startsWith(u'[') && address.endsWith(u']'))
        address = address.mid(1, address.size() - 2);
    if (address == "localhost"_L1)
        address = u"127.0.0.1"_s;
    const QHostAddress host = address.isEmpty() ? QHostAddress(QHostAddress::AnyIPv4) : QHostAddress(address);
    if (!isPort || port > 65535 || host.isNull())
        return fail(ErrorKind::InvalidArgument,
                    u"--listen %1 is not ADDR:PORT; use for example 127.0.0.1:8080"_s.arg(text));
    return std::pair(host, static_cast<quint16>(port));
}

Result<QString> findShimmy(const QString &given)
{
    if (!given.isEmpty()) {
        const QFileInfo file(given);
        if (file.isFile() && file.isExecutable())
            return file.absoluteFilePath();
        return fail(ErrorKind::InvalidArgument,
                    u"there is no Shimmy at %1; give --shimmy the path of its program"_s.arg(given));
    }
    QString found = QStandardPaths::findExecutable(u"shimmy"_s, {QCoreApplication::applicationDirPath()});
    if (found.isEmpty())
        found = QStandardPaths::findExecutable(u"shimmy"_s);
    if (found.isEmpty()) {
        return fail(ErrorKind::InvalidArgument,
                    u"Shimmy was not found; install it (./dev shimmy builds it) or give its path with --shimmy"_s);
    }
    return found;
}

Result<Invocation> parseInvocation(int argc, char **argv)
{
    RawSettings raw;
    CLI::App app(description, "shimmyd");
    app.footer(footer);
    std::vector<EnvironmentOption> environment;
    try {
        declareOptions(app, raw);
        environment = environmentOptions(app, argc, argv);
        std::vector<std::string> arguments(argv + 1, argv + argc);
        for (const EnvironmentOption &option : environment)
            arguments.insert(arguments.begin(), option.name + '=' + option.value);
        std::reverse(arguments.begin(), arguments.end()); // as CLI11 takes them
        app.parse(arguments);
    } catch (const CLI::CallForHelp &) {
        return Invocation{{}, QString::fromStdString(app.help())};
    } catch (const CLI::CallForVersion &) {
        return Invocation{{}, u"shimmyd " SHIMMY_MANAGER_VERSION "\n"_s};
    } catch (const CLI::Error &error) {
        QString message = QString::fromStdString(error.what()).simplified();
        for (const EnvironmentOption &option : environment) {
            if (message.contains(QString::fromStdString(option.name)))
                message += u" (from %1)"_s.arg(QString::fromStdString(option.variable));
        }
        return fail(ErrorKind::InvalidArgument, u"%1; see shimmyd --help"_s.arg(message));
    }
    if (!raw.newKey.empty() || !raw.hashKey.empty()) {
        const auto made = raw.newKey.empty() ? hashKeyOfStdin(QString::fromStdString(raw.hashKey))
                                             : makeKey(QString::fromStdString(raw.newKey));
        if (!made)
            return failWith(made);
        return Invocation{{}, made->line, made->notice};
    }
    const auto listen = parseListen(QString::fromStdString(raw.listen));
    if (!listen)
        return failWith(listen);
    const auto stallTimeout = parseDuration(u"--stall-timeout"_s, raw.stallTimeout);
    if (!stallTimeout)
        return failWith(stallTimeout);
    const auto queueWait = parseDuration(u"--queue-wait"_s, raw.queueWait);
    if (!queueWait)
        return failWith(queueWait);
    const auto generationTimeout = parseDuration(u"--generation-timeout"_s, raw.generationTimeout);
    if (!generationTimeout)
        return failWith(generationTimeout);
    const auto shimmyMemory = parseSize(u"--shimmy-memory"_s, raw.shimmyMemory, leastShimmyMemory, mostShimmyMemory);
    if (!shimmyMemory)
        return failWith(shimmyMemory);
    const auto diskQuota = parseSize(u"--disk-quota"_s, raw.diskQuota, leastDiskQuota, mostDiskQuota);
    if (!diskQuota)
        return failWith(diskQuota);
    const auto limitRate = parseRate(QString::fromStdString(raw.limitRate));
    if (!limitRate)
        return failWith(limitRate);
    Invocation invocation;
    Settings &settings = invocation.settings;
    settings.listenAddress = listen->first;
    settings.listenPort = listen->second;
    settings.models = QString::fromStdString(raw.models);
    settings.shared = raw.shared;
    settings.shimmy = QString::fromStdString(raw.shimmy);
    settings.shimmyPort = static_cast<quint16>(raw.shimmyPort);
    settings.importFrom = toStrings(raw.importFrom);
    settings.diskQuota = *diskQuota;
    settings.evict = raw.evict;
    settings.hub = QString::fromStdString(raw.hub);
    settings.hubTokenFile = QString::fromStdString(raw.hubTokenFile);
    settings.hosts = toStrings(raw.hosts);
    settings.corsOrigins = toStrings(raw.cors);
    settings.mirror = raw.mirror;
    settings.apiKeyFile = QString::fromStdString(raw.apiKeyFile);
    settings.apiKeys = Secret(qgetenv("SHIMMYD_API_KEY"));
    settings.inferenceOpen = raw.inferenceOpen;
    settings.requireKey = raw.requireKey;
    settings.queue = raw.queue;
    settings.downloads = raw.downloads;
    settings.segments = raw.segments;
    settings.mostSegments = raw.mostSegments;
    settings.stallTimeout = *stallTimeout;
    settings.limitRate = *limitRate;
    settings.instances = raw.instances;
    settings.shimmyMemory = *shimmyMemory;
    settings.queueLimit = raw.queueLimit;
    settings.queueWait = *queueWait;
    settings.generationTimeout = *generationTimeout;
    settings.logLevel = logLevels.at(raw.logLevel);
    settings.logFormat = logFormats.at(raw.logFormat);
    return invocation;
}
