#include "cli/hub_commands.h"

#include "base/byte_count.h"
#include "cli/amounts.h"
#include "cli/call_command.h"
#include "cli/facts.h"
#include "cli/secret_file.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "client/hub_listing.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

const OptionSpec tokenOption{"--hf-token-file", "FILE", "A file with a Hub token for this call alone",
                             Completes::Files};

StyledText fitOf(std::optional<bool> fits)
{
    if (!fits)
        return u"?"_s;
    return *fits ? StyledText(u"yes"_s, Style::Good) : StyledText(u"no"_s, Style::Warning);
}

void showFound(const QJsonObject &answer, Terminal &terminal)
{
    using Kind = Table::Kind;
    const SearchPage page = SearchPage::fromJson(answer);
    if (page.repos.isEmpty())
        return terminal.say(u"the Hub has no such GGUF repo"_s);
    Table table({{u"REPO"_s, Kind::Flexible},
                 {u"PARAMS"_s, Kind::Number},
                 {u"FITS"_s},
                 {u"DOWNLOADS"_s, Kind::Number},
                 {u"LIKES"_s, Kind::Number},
                 {u"CHANGED"_s},
                 {u"INSTALLED"_s, Kind::Flexible}});
    for (const FoundRepo &repo : page.repos) {
        table.addRow({StyledText(repo.gated ? QString(repo.repo + u" (gated)"_s) : repo.repo, Style::Strong),
                      formatCount(repo.parameters), fitOf(repo.fits), formatCount(repo.downloads),
                      formatCount(repo.likes), formatAge(repo.lastModified, QDateTime::currentDateTimeUtc()),
                      orDash(repo.installed.join(u", "_s))});
    }
    terminal.printTable(table);
    if (!page.nextCursor.isEmpty())
        terminal.say(u"more: --cursor %1"_s.arg(page.nextCursor));
}

Result<CommandMaker> makeSearch(const Words &words)
{
    SearchOrder order;
    order.words = words.all("WORDS").join(u' ');
    order.author = words.text("--author");
    order.sort = words.text("--sort");
    order.cursor = words.text("--cursor");
    order.fits = words.has("--fits");
    const auto limit = words.number("--limit", 1, 100);
    if (!limit)
        return failWith(limit);
    order.limit = static_cast<int>(limit->value_or(20));
    const auto token = readSecretFile(words.text("--hf-token-file"));
    if (!token)
        return failWith(token);
    return CommandMaker([call = searchCall(order, *token)](const Session &session) {
        return std::make_unique<CallCommand>(session, call, showFound);
    });
}

CommandSpec searchSpec()
{
    return {"Hub",
            "search",
            "Look for GGUF repos on the Hub",
            "FITS says whether a usual quantization fits the server's memory.",
            {{"WORDS", "What the repo's name is to have", false, true}},
            {{"--author", "NAME", "Only this person's or organization's"},
             {"--sort",
              "ORDER",
              "Most of it first; downloads if none is given",
              Completes::Choices,
              {"downloads", "likes", "lastModified", "createdAt", "trendingScore"}},
             {"--fits", nullptr, "Leave out what does not fit the server's memory"},
             {"--limit", "N", "At most N; 20 if it is not given", Completes::Nothing, {}, "-n"},
             {"--cursor", "CURSOR", "Go on where a search before has ended"},
             tokenOption},
            {{"shimmyctl search llama 3.2 instruct --fits", "what this server could run"},
             {"shimmyctl search --author bartowski --sort lastModified -n 5", "what is new"}},
            makeSearch};
}

QString notesOf(const OfferedFile &file)
{
    QStringList notes;
    if (file.recommended)
        notes += u"recommended"_s;
    if (!file.installedAs.isEmpty())
        notes += u"installed as "_s + file.installedAs;
    if (file.kind != "model"_L1)
        notes += file.kind;
    if (file.shards > 1)
        notes += u"%1 files"_s.arg(file.shards);
    return notes.join(u", "_s);
}

void showFiles(const QJsonObject &answer, Terminal &terminal)
{
    using Kind = Table::Kind;
    const RepoOffer listing = RepoOffer::fromJson(answer);
    if (listing.files.isEmpty())
        return terminal.say(u"%1 has no GGUF files"_s.arg(listing.repo));
    Table table({{u"FILE"_s, Kind::Flexible},
                 {u"QUANT"_s},
                 {u"SIZE"_s, Kind::Number},
                 {u"BITS"_s, Kind::Number},
                 {u"MEMORY"_s, Kind::Number},
                 {u"FITS"_s},
                 {u""_s, Kind::Flexible}});
    for (const OfferedFile &file : listing.files) {
        table.addRow(
            {StyledText(file.filename, file.recommended ? Style::Strong : Style::Plain), orDash(file.quantization),
             formatByteCount(file.bytes), file.bitsPerWeight > 0 ? QString::number(file.bitsPerWeight, 'f', 1) : u"-"_s,
             file.neededMemory > 0 ? formatByteCount(file.neededMemory) : u"-"_s, fitOf(file.fits), notesOf(file)});
    }
    terminal.printTable(table);
    if (!listing.reason.isEmpty())
        terminal.say(listing.reason);
    if (!listing.accessPage.isEmpty())
        terminal.say(u"gated: ask for access at %1"_s.arg(listing.accessPage));
}

CommandSpec filesSpec()
{
    return {"Hub",
            "files",
            "Show a repo's GGUF files, the best for the server first",
            "",
            {{"MODEL", "OWNER/REPO, or the URL of a repo of the Hub", true, false, Completes::Repos}},
            {{"--revision", "REVISION", "Branch, tag or commit; main if none is given"}, tokenOption},
            {{"shimmyctl files bartowski/Llama-3.2-1B-Instruct-GGUF", "which there are and which fit"}},
            [](const Words &words) -> Result<CommandMaker> {
                const auto token = readSecretFile(words.text("--hf-token-file"));
                if (!token)
                    return failWith(token);
                return CommandMaker(
                    [call = listFilesCall(words.text("MODEL"), words.text("--revision"), *token)](
                        const Session &session) { return std::make_unique<CallCommand>(session, call, showFiles); });
            }};
}

void showUser(const QJsonObject &answer, Terminal &terminal)
{
    const QString name = answer.value("name"_L1).toString();
    const QJsonObject token = answer.value("token"_L1).toObject();
    Facts facts;
    facts.add(u"Hub"_s, answer.value("hub"_L1).toString());
    facts.add(u"user"_s, name.isEmpty() ? u"nobody: the server has no token"_s : name);
    QStringList orgs;
    for (const auto org : answer.value("orgs"_L1).toArray())
        orgs += org.toString();
    facts.addIfAny(u"organizations"_s, orgs.join(u", "_s));
    facts.addIfAny(u"token"_s, token.value("name"_L1).toString());
    facts.addIfAny(u"may"_s, token.value("role"_L1).toString());
    facts.addIfAny(u"from"_s, token.value("source"_L1).toString());
    facts.print(terminal);
}

CommandSpec whoAmISpec()
{
    return {"Hub",
            "whoami",
            "Show whose Hub token the server has",
            "",
            {},
            {tokenOption},
            {{"shimmyctl whoami", "the server's"},
             {"shimmyctl whoami --hf-token-file ~/.cache/huggingface/token", "another one's"}},
            [](const Words &words) -> Result<CommandMaker> {
                const auto token = readSecretFile(words.text("--hf-token-file"));
                if (!token)
                    return failWith(token);
                return CommandMaker([call = whoAmICall(*token)](const Session &session) {
                    return std::make_unique<CallCommand>(session, call, showUser);
                });
            }};
}

} // namespace

std::vector<CommandSpec> hubSpecs()
{
    return {searchSpec(), filesSpec(), whoAmISpec()};
}
