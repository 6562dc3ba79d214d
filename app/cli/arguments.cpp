#include "cli/arguments.h"

#include "client/server_error.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace {

const char *const description = "shimmyctl manages the models of a shimmyd and asks them.";
const char *const footer = R"(Examples:
  shimmyctl pull bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M
  shimmyctl pull bartowski/Qwen2.5-0.5B-Instruct-GGUF --quantization auto
  shimmyctl run Llama-3.2-1B-Instruct "Why is the sea salt?"
  git diff | shimmyctl run Llama-3.2-1B-Instruct --system "Summarise this change."
Exit codes: 0 done, 1 the server or the Hub refused, 2 wrong usage, 3 no server answers, 130 interrupted.)";

struct RawArguments {
    std::string server = "http://localhost:8080";
    std::string model;
    std::string file;
    std::string quantization;
    std::string revision;
    bool force = false;
    std::vector<std::string> prompt;
    std::string system;
    bool raw = false;
    std::optional<int> maxTokens;
    std::optional<double> temperature;
};

CLI::App *declarePull(CLI::App &app, RawArguments &raw)
{
    CLI::App *pull = app.add_subcommand("pull", "Fetch a model from the Hub and make it usable");
    pull->add_option("MODEL", raw.model, "OWNER/REPO, OWNER/REPO:QUANT, or a page or file of the Hub")->required();
    pull->add_option("FILE", raw.file, "The file, if neither MODEL nor --quantization tells which");
    pull->add_option("-q,--quantization", raw.quantization, "Q4_K_M, …, or auto: the best that fits the server")
        ->type_name("QUANT");
    pull->add_option("--revision", raw.revision, "Branch, tag or commit (default: main)")->type_name("REVISION");
    pull->add_flag("--force", raw.force, "Look for a newer file even if one is installed");
    return pull;
}

CLI::App *declareRun(CLI::App &app, RawArguments &raw)
{
    CLI::App *run = app.add_subcommand("run", "Ask a model; without PROMPT the standard input is the prompt");
    run->add_option("MODEL", raw.model, "An id from shimmyctl list")->required();
    run->add_option("PROMPT", raw.prompt, "Words of the prompt");
    CLI::Option *system = run->add_option("--system", raw.system, "Instructions that come before the prompt");
    system->type_name("TEXT");
    run->add_flag("--raw", raw.raw, "Let the model continue the prompt as it stands: no chat template")
        ->excludes(system);
    run->add_option("--max-tokens", raw.maxTokens, "End the answer after N tokens")
        ->type_name("N")
        ->check(CLI::PositiveNumber);
    run->add_option("--temperature", raw.temperature, "0: always the likeliest word")->type_name("T");
    return run;
}

PullOrder pullOrder(const RawArguments &raw)
{
    PullOrder order;
    order.model = QString::fromStdString(raw.model);
    order.filename = QString::fromStdString(raw.file);
    order.quantization = QString::fromStdString(raw.quantization);
    order.revision = QString::fromStdString(raw.revision);
    order.force = raw.force;
    // A bare repo: what fits is what a person means, as with `hf.co/…` elsewhere.
    const QString path = order.model.mid(order.model.indexOf("://"_L1) < 0 ? 0 : order.model.indexOf("://"_L1) + 3);
    const bool namesFile = path.contains(u':') || path.contains(".gguf"_L1, Qt::CaseInsensitive);
    if (order.filename.isEmpty() && order.quantization.isEmpty() && !namesFile)
        order.quantization = u"auto"_s;
    return order;
}

Arguments::Run runOrder(const RawArguments &raw)
{
    QStringList words;
    for (const std::string &word : raw.prompt)
        words += QString::fromStdString(word);
    ChatOrder order;
    order.model = QString::fromStdString(raw.model);
    order.maxTokens = raw.maxTokens;
    order.temperature = raw.temperature;
    return {order, words.join(u' '), QString::fromStdString(raw.system), raw.raw};
}

} // namespace

Result<Arguments> parseArguments(int argc, const char *const *argv)
{
    RawArguments raw;
    CLI::App app(description, "shimmyctl");
    app.footer(footer);
    app.require_subcommand(1);
    app.fallthrough();
    app.set_version_flag("--version", std::string("shimmyctl " SHIMMY_MANAGER_VERSION));
    app.add_option("--server", raw.server, "Address of the shimmyd")
        ->envname("SHIMMYD_URL")
        ->type_name("URL")
        ->capture_default_str();
    const CLI::App *pull = declarePull(app, raw);
    const CLI::App *run = declareRun(app, raw);
    const CLI::App *list = app.add_subcommand("list", "Show the models that are ready for use");
    app.add_subcommand("status", "Show how the server is; fails while it could not generate");
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp &) {
        return Arguments{{}, QString::fromStdString(app.help())};
    } catch (const CLI::CallForVersion &) {
        return Arguments{{}, u"shimmyctl " SHIMMY_MANAGER_VERSION "\n"_s};
    } catch (const CLI::Error &error) {
        return fail(ErrorKind::InvalidArgument, QString::fromStdString(error.what()).simplified(),
                    u"see shimmyctl --help"_s);
    }
    const auto server = parseServer(QString::fromStdString(raw.server));
    if (!server)
        return failWith(server);
    if (pull->parsed())
        return Arguments{*server, pullOrder(raw)};
    if (run->parsed())
        return Arguments{*server, runOrder(raw)};
    if (list->parsed())
        return Arguments{*server, Arguments::List()};
    return Arguments{*server, Arguments::Status()};
}
