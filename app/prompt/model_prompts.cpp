#include "prompt/model_prompts.h"

#include "base/background.h"
#include "base/logging.h"
#include "prompt/token_count.h"
#include "prompt/tokenizer.h"

#include <QFile>

#include <sys/stat.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

/// A vocabulary takes a few megabytes.
constexpr size_t mostModels = 4;
/// More is counted on another thread: this much takes about a millisecond.
constexpr qsizetype shortCharacters = 4 * 1024;

/// Far beyond any context: need not be counted to the last one, which takes much memory.
constexpr qint64 hopelessTokens = 16 * 1024;

/// What \a bytes of a prompt have at the least; 0: not known.
qint64 leastTokens(const Vocabulary *vocabulary, qint64 bytes)
{
    if (!vocabulary || vocabulary->longestTokenBytes() == 0 || vocabulary->stripsBehindSpecialTokens())
        return 0;
    return bytes / vocabulary->longestTokenBytes();
}

qsizetype charactersOf(const PromptRequest &request)
{
    qsizetype characters = request.text.value_or(QString()).size();
    for (const PromptMessage &message : request.messages)
        characters += message.content.size();
    return characters;
}

} // namespace

ModelPrompts::ModelPrompts(QObject *parent)
    : QObject(parent)
{
    m_readers.setMaxThreadCount(2);
}

ModelPrompts::~ModelPrompts()
{
    m_readers.waitForDone();
}

ModelPrompts::Stamp ModelPrompts::Stamp::of(const QString &path)
{
    struct stat status { };
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return {};
    return {status.st_ino, status.st_size, status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec};
}

void ModelPrompts::warmUp(const Model &model)
{
    withProfile(model, this, [](const ProfilePtr &) {});
}

ModelPrompts::ProfilePtr ModelPrompts::readProfile(const QString &path, const QString &name)
{
    const auto vocabulary = Vocabulary::read(path);
    if (!vocabulary) {
        qCWarning(logService).noquote() << "prompts for" << name << "are estimated:" << vocabulary.error().message;
        return std::make_shared<Profile>(Profile{nullptr, nullptr, ChatTemplate::assumedFor(name, {})});
    }
    const Vocabulary &words = **vocabulary;
    const bool hasEnd = words.eosToken() >= 0 && words.eosToken() < words.size();
    const auto own = ChatTemplate::recognise(QString::fromUtf8(words.chatTemplate()),
                                             hasEnd ? QString::fromUtf8(words.text(words.eosToken())) : QString());
    if (!own)
        qCInfo(logService).noquote() << name << "has no chat template that is known: asked as Shimmy would";
    return std::make_shared<Profile>(Profile{*vocabulary, Tokenizer::create(*vocabulary),
                                             own ? *own : ChatTemplate::assumedFor(name, words.controlTokens())});
}

Prompt ModelPrompts::make(const Profile &profile, const PromptRequest &request)
{
    Prompt prompt;
    prompt.text = request.text ? *request.text : profile.chat.render(request.messages, request.continueLast);
    prompt.stops = request.text ? commonStops() : profile.chat.stops();
    const QByteArray bytes = prompt.text.toUtf8();
    if (const qint64 least = leastTokens(profile.vocabulary.get(), bytes.size()); least > hopelessTokens) {
        prompt.tokens = least;
        prompt.isExact = profile.tokenizer && profile.tokenizer->isExact();
        return prompt;
    }
    const TokenCount count = countTokens(profile.tokenizer.get(), profile.vocabulary.get(), bytes);
    const qsizetype run = profile.tokenizer ? profile.tokenizer->longestRegexMatch(bytes) : 0;
    prompt.longestRun = run > Tokenizer::safeRegexMatch ? run : 0;
    prompt.tokens = count.tokens;
    prompt.isExact = count.exact;
    return prompt;
}

void ModelPrompts::prepare(const Model &model, PromptRequest request, QObject *context,
                           std::function<void(Prompt)> prepared)
{
    withProfile(model, context,
                [this, request = std::move(request), guard = QPointer(context),
                 prepared = std::move(prepared)](const ProfilePtr &profile) {
                    if (charactersOf(request) <= shortCharacters)
                        return prepared(make(*profile, request));
                    runInBackground(
                        m_readers, guard, [profile, request] { return make(*profile, request); }, prepared);
                });
}

void ModelPrompts::withProfile(const Model &model, QObject *context, std::function<void(ProfilePtr)> ready)
{
    const Stamp stamp = Stamp::of(model.path);
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const auto &entry) { return entry->path == model.path; });
    std::shared_ptr<Entry> entry;
    if (found != m_entries.end()) {
        entry = (*found)->stamp == stamp ? *found : nullptr;
        m_entries.erase(found);
    }
    if (entry) {
        m_entries.push_back(entry);
        if (entry->profile)
            return ready(entry->profile);
        entry->waiters.push_back({context, std::move(ready)});
        return;
    }
    entry = std::make_shared<Entry>(Entry{model.path, stamp, nullptr, {}});
    entry->waiters.push_back({context, std::move(ready)});
    m_entries.push_back(entry);
    if (m_entries.size() > mostModels)
        m_entries.erase(m_entries.begin());
    runInBackground(
        m_readers, this, [path = model.path, name = model.id] { return readProfile(path, name); },
        [entry](const ProfilePtr &profile) {
            entry->profile = profile;
            for (const Waiter &waiter : std::exchange(entry->waiters, {})) {
                if (waiter.context)
                    waiter.ready(profile);
            }
        });
}
