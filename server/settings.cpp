#include "settings.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace {

const char *const description = "shimmyd serves local GGUF models with Shimmy and pulls them from the HuggingFace Hub.";
const char *const footer = R"(Every option is also read from the environment (--log-level from SHIMMYD_LOG_LEVEL) and
from the file that --config names (INI or TOML: log-level = "debug").
Hub: HF_ENDPOINT, HF_TOKEN, HUGGING_FACE_HUB_TOKEN, HF_TOKEN_PATH, HF_HOME, HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE.
Exit codes: 0 ended as asked, 1 internal, 2 bad option, 3 models directory, 4 address taken, 5 no Shimmy.)";

struct RawSettings {
    std::string listen = "0.0.0.0:8080";
    std::string models = "/models";
    std::string shimmy;
    int shimmyPort = 8081;
    std::string hub;
    std::vector<std::string> hosts;
    std::vector<std::string> cors;
    bool queue = false;
    int downloads = 1;
    int segments = 4;
    LogLevel logLevel = LogLevel::Info;
    LogFormat logFormat = LogFormat::Text;
};

void declareOptions(CLI::App &app, RawSettings &raw)
{
    static const std::map<std::string, LogLevel> levels{{"debug", LogLevel::Debug},
                                                        {"info", LogLevel::Info},
                                                        {"warning", LogLevel::Warning},
                                                        {"error", LogLevel::Error}};
    static const std::map<std::string, LogFormat> formats{{"text", LogFormat::Text}, {"json", LogFormat::Json}};
    app.add_option("--listen", raw.listen, "Address and port to serve on")
        ->envname("SHIMMYD_LISTEN")
        ->type_name("ADDR:PORT")
        ->capture_default_str();
    app.add_option("--models", raw.models, "Directory of the models; must be writable")
        ->envname("SHIMMYD_MODELS")
        ->type_name("DIR")
        ->capture_default_str();
    app.add_option("--shimmy", raw.shimmy, "The Shimmy program (default: found beside shimmyd or on the PATH)")
        ->envname("SHIMMYD_SHIMMY")
        ->type_name("PATH");
    app.add_option("--shimmy-port", raw.shimmyPort, "Port of the first Shimmy on 127.0.0.1; a free one if it is taken")
        ->envname("SHIMMYD_SHIMMY_PORT")
        ->check(CLI::Range(0, 65535))
        ->capture_default_str();
    app.add_option("--hub", raw.hub, "URL of the Hub or a mirror (default: HF_ENDPOINT, else the real Hub)")
        ->envname("SHIMMYD_HUB")
        ->type_name("URL");
    app.add_option("--host", raw.hosts, "Host name that browsers may use for this service")->envname("SHIMMYD_HOST");
    app.add_option("--cors", raw.cors, "Origin of web pages that may call this service")->envname("SHIMMYD_CORS");
    app.add_flag("--queue", raw.queue, "Let pulls wait for each other instead of refusing the second")
        ->envname("SHIMMYD_QUEUE");
    app.add_option("--downloads", raw.downloads, "Downloads at the same time")
        ->envname("SHIMMYD_DOWNLOADS")
        ->check(CLI::Range(1, 16))
        ->capture_default_str();
    app.add_option("--segments", raw.segments, "Connections for each download")
        ->envname("SHIMMYD_SEGMENTS")
        ->check(CLI::Range(1, 32))
        ->capture_default_str();
    app.add_option("--log-level", raw.logLevel, "debug, info, warning or error (default: info)")
        ->envname("SHIMMYD_LOG_LEVEL")
        ->transform(CLI::CheckedTransformer(levels, CLI::ignore_case).description(""))
        ->type_name("LEVEL");
    app.add_option("--log-format", raw.logFormat, "text or json (default: text)")
        ->envname("SHIMMYD_LOG_FORMAT")
        ->transform(CLI::CheckedTransformer(formats, CLI::ignore_case).description(""))
        ->type_name("FORMAT");
    app.set_config("--config", "", "File with options, INI or TOML")->envname("SHIMMYD_CONFIG")->type_name("FILE");
    app.allow_config_extras(false);
    app.set_version_flag("--version", std::string("shimmyd " SHIMMY_MANAGER_VERSION));
}

QStringList toStrings(const std::vector<std::string> &list)
{
    QStringList strings;
    for (const std::string &text : list)
        strings += QString::fromStdString(text);
    return strings;
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
    try {
        declareOptions(app, raw);
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp &) {
        return Invocation{{}, QString::fromStdString(app.help())};
    } catch (const CLI::CallForVersion &) {
        return Invocation{{}, u"shimmyd " SHIMMY_MANAGER_VERSION "\n"_s};
    } catch (const CLI::Error &error) {
        const QString message = QString::fromStdString(error.what()).simplified();
        return fail(ErrorKind::InvalidArgument, u"%1; see shimmyd --help"_s.arg(message));
    }
    const auto listen = parseListen(QString::fromStdString(raw.listen));
    if (!listen)
        return failWith(listen);
    Invocation invocation;
    Settings &settings = invocation.settings;
    settings.listenAddress = listen->first;
    settings.listenPort = listen->second;
    settings.models = QString::fromStdString(raw.models);
    settings.shimmy = QString::fromStdString(raw.shimmy);
    settings.shimmyPort = static_cast<quint16>(raw.shimmyPort);
    settings.hub = QString::fromStdString(raw.hub);
    settings.hosts = toStrings(raw.hosts);
    settings.corsOrigins = toStrings(raw.cors);
    settings.queue = raw.queue;
    settings.downloads = raw.downloads;
    settings.segments = raw.segments;
    settings.logLevel = raw.logLevel;
    settings.logFormat = raw.logFormat;
    return invocation;
}
