#include "cli/model_commands.h"

#include "base/byte_count.h"
#include "cli/amounts.h"
#include "cli/call_command.h"
#include "cli/facts.h"
#include "cli/progress_command.h"
#include "cli/terminal.h"
#include "client/model_details.h"

using namespace Qt::StringLiterals;

namespace {

const ParameterSpec modelParameter{"MODEL", "An id from shimmyctl list, a file name, or repo:QUANT", true, false,
                                   Completes::Models};

StyledText stateOf(const ModelDetails &model)
{
    if (model.state == "ready"_L1)
        return {model.state, Style::Good};
    return {QString(model.state).replace(u'_', u' '), model.state == "damaged"_L1 ? Style::Bad : Style::Warning};
}

QString originOf(const ModelDetails &model)
{
    if (model.repo.isEmpty())
        return model.origin;
    return u"%1, %2 at %3"_s.arg(model.repo, model.revision, model.commit.left(12));
}

void showModel(const QJsonObject &answer, Terminal &terminal)
{
    const ModelDetails model = ModelDetails::fromJson(answer);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    Facts facts;
    facts.add(u"model"_s, StyledText(model.id, Style::Strong));
    facts.add(u"state"_s, stateOf(model));
    facts.add(u"file"_s, model.path.isEmpty() ? model.filename : model.path);
    facts.add(u"size"_s, formatByteCount(model.bytes));
    facts.addIfAny(u"name"_s, model.name);
    facts.addIfAny(u"architecture"_s, model.architecture);
    facts.addIfAny(u"parameters"_s, model.parameters > 0 ? formatCount(model.parameters) : model.sizeLabel);
    facts.addIfAny(u"quantization"_s,
                   model.bitsPerWeight > 0
                       ? u"%1, %2 bits a weight"_s.arg(model.quantization).arg(model.bitsPerWeight, 0, 'f', 1)
                       : model.quantization);
    if (model.contextLength > 0)
        facts.add(u"context"_s, u"%1 tokens"_s.arg(model.contextLength));
    facts.add(u"chat template"_s, model.hasChatTemplate ? u"its own"_s : u"none of its own"_s);
    if (model.neededMemory > 0) {
        facts.add(
            u"memory"_s,
            StyledText(u"%1 of %2%3"_s.arg(formatByteCount(model.neededMemory), formatByteCount(model.availableMemory),
                                           model.fits ? QString() : u": does not fit"_s),
                       model.fits ? Style::Plain : Style::Warning));
    }
    facts.add(u"from"_s, originOf(model));
    facts.addIfAny(u"sha256"_s, model.sha256);
    facts.add(u"added"_s, formatAge(model.addedAt, now));
    facts.add(u"used"_s, model.lastUsed.isValid() ? formatAge(model.lastUsed, now) : u"never"_s);
    facts.add(u"pinned"_s, model.pinned ? u"yes"_s : u"no"_s);
    if (model.updateAvailable)
        facts.add(u"update"_s, *model.updateAvailable ? StyledText(u"available"_s, Style::Warning) : u"none"_s);
    facts.print(terminal);
}

CommandSpec showSpec()
{
    return {"Models",
            "show",
            "Show all that is known of a model",
            "",
            {modelParameter},
            {},
            {{"shimmyctl show Llama-3.2-1B-Instruct", "its size, memory, hash and origin"}},
            [](const Words &words) -> Result<CommandMaker> {
                return CommandMaker([call = getModelDetailsCall(words.text("MODEL"))](const Session &session) {
                    return std::make_unique<CallCommand>(session, call, showModel);
                });
            }};
}

CommandSpec pinSpec(const char *verb, const char *summary, const QString &done)
{
    return {"Models",
            verb,
            summary,
            "",
            {modelParameter},
            {},
            {},
            [verb = QString::fromLatin1(verb), done](const Words &words) -> Result<CommandMaker> {
                return CommandMaker([call = orderModelCall(words.text("MODEL"), verb), done](const Session &session) {
                    const auto show = [done](const QJsonObject &answer, Terminal &terminal) {
                        terminal.say(ModelDetails::fromJson(answer).id + u' ' + done);
                    };
                    return std::make_unique<CallCommand>(session, call, show);
                });
            }};
}

void showUpdate(const QJsonObject &answer, Terminal &terminal)
{
    const QString model = answer.value("model"_L1).toString();
    if (!answer.value("update_available"_L1).toBool())
        return terminal.printLine(u"%1 is the newest"_s.arg(model));
    terminal.printLine(u"%1 has an update (%2): shimmyctl pull --force brings it"_s.arg(
        model, answer.value("latest_commit"_L1).toString().left(12)));
}

CommandSpec checkSpec()
{
    return {"Models",
            "check",
            "Ask the Hub for something newer than a model",
            "",
            {modelParameter},
            {},
            {},
            [](const Words &words) -> Result<CommandMaker> {
                return CommandMaker([call = orderModelCall(words.text("MODEL"), u"check"_s)](const Session &session) {
                    return std::make_unique<CallCommand>(session, call, showUpdate);
                });
            }};
}

void showVerified(const QJsonObject &last, Terminal &terminal)
{
    const bool isFirst = !last.value("recorded"_L1).toBool(true);
    terminal.printLine(u"%1 is %2 (sha256 %3)"_s.arg(last.value("model"_L1).toString(),
                                                     isFirst ? u"now on record; no hash of it was known"_s : u"whole"_s,
                                                     last.value("sha256"_L1).toString()));
}

CommandSpec verifySpec()
{
    return {"Models",
            "verify",
            "Read a model's file again and compare its hash",
            "A file whose bytes are not what was pulled is taken out of service. The server goes on when this is "
            "interrupted.",
            {modelParameter},
            {},
            {{"shimmyctl verify Llama-3.2-1B-Instruct", "is the disk still true?"}},
            [](const Words &words) -> Result<CommandMaker> {
                const QString model = words.text("MODEL");
                return CommandMaker([model](const Session &session) {
                    return std::make_unique<ProgressCommand>(session, verifyModelCall(model), model, u"ok"_s,
                                                             showVerified);
                });
            }};
}

void showImported(const QJsonObject &last, Terminal &terminal)
{
    const QString model = last.value("model_id"_L1).toString();
    const QString mode = last.value("mode"_L1).toString();
    terminal.say(
        u"ready%1; try: shimmyctl run %2"_s.arg(mode.isEmpty() ? QString() : QString(u" by "_s + mode), model));
    terminal.printLine(model);
}

CommandSpec importSpec()
{
    return {"Models",
            "import",
            "Make a GGUF file on the server's disk a model",
            "PATH is on the server, in a folder that it was started with --import-from for. A .tar is what export has "
            "written: its hashes are compared. Any file of a split model means all of them, which become one.",
            {{"PATH", "The file, as the server calls it", true, false, Completes::Files}},
            {{"--mode",
              "MODE",
              "How it gets into the models directory; what is cheapest if none is given",
              Completes::Choices,
              {"auto", "hardlink", "reflink", "copy"}},
             {"--filename", "NAME", "Its name there"}},
            {{"shimmyctl import /data/my-model.Q8_0.gguf", "adopt it"}},
            [](const Words &words) -> Result<CommandMaker> {
                const QString path = words.text("PATH");
                return CommandMaker(
                    [path, mode = words.text("--mode"), name = words.text("--filename")](const Session &session) {
                        return std::make_unique<ProgressCommand>(session, importModelCall(path, mode, name),
                                                                 path.section(u'/', -1), u"complete"_s, showImported);
                    });
            }};
}

} // namespace

std::vector<CommandSpec> modelSpecs()
{
    return {showSpec(),
            verifySpec(),
            checkSpec(),
            pinSpec("pin", "Keep a model from being removed to make room", u"is pinned"_s),
            pinSpec("unpin", "Let a model be removed to make room", u"is no longer pinned"_s),
            importSpec()};
}
