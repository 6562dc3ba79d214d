#include "playground/chat_history.h"

#include "base/background.h"
#include "base/json.h"

#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostBytes = 64 * 1024 * 1024;
constexpr qsizetype searchedCharacters = 6000; ///< of the prompts, and as many of the answers

QString pathOf(const QDir &folder, const QString &id)
{
    return folder.filePath(id + u".json"_s);
}

Error diskError(const QString &what, const QString &file, const QString &why)
{
    return {ErrorKind::DiskFailed, what.arg(file, why), {}, true, {}};
}

Result<Conversation> readChat(const QDir &folder, const QString &id)
{
    QFile file(pathOf(folder, id));
    if (!file.open(QIODevice::ReadOnly))
        return tl::unexpected(diskError(ChatHistory::tr("%1 cannot be read: %2"), file.fileName(), file.errorString()));
    if (file.size() > mostBytes)
        return fail(ErrorKind::TooLarge, ChatHistory::tr("%1 is too large to be a chat").arg(file.fileName()));
    const auto json = parseJsonObject(file.readAll(), file.fileName());
    if (!json)
        return failWith(json);
    auto chat = Conversation::fromJson(*json);
    if (chat)
        chat->id = id; // a copied file is a chat of its own
    return chat;
}

std::optional<Error> writeChat(const QDir &folder, const Conversation &chat)
{
    QSaveFile file(pathOf(folder, chat.id));
    const auto failure = [&] {
        return diskError(ChatHistory::tr("The chat cannot be kept in %1: %2"), folder.path(), file.errorString());
    };
    if (!folder.exists()) {
        folder.mkpath(u"."_s);
        QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    if (!file.open(QIODevice::WriteOnly))
        return failure();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(QJsonDocument(chat.toJson()).toJson());
    if (!file.commit())
        return failure();
    return {};
}

QList<ChatSummary> readAll(const QDir &folder)
{
    QList<ChatSummary> chats;
    for (const QString &name : folder.entryList({u"*.json"_s}, QDir::Files)) {
        const QString id = name.chopped(QLatin1StringView(".json").size());
        if (!Conversation::isId(id))
            continue;
        if (const auto chat = readChat(folder, id))
            chats += ChatSummary::of(*chat);
    }
    return chats;
}

QString beginningOf(const QList<Turn> &turns, Turn::Role role)
{
    QString texts;
    for (const Turn &turn : turns) {
        if (turn.role == role && texts.size() < searchedCharacters)
            texts += turn.text.left(searchedCharacters - texts.size()) + u'\n';
    }
    return texts;
}

} // namespace

ChatSummary ChatSummary::of(const Conversation &conversation)
{
    ChatSummary summary;
    summary.id = conversation.id;
    summary.title = conversation.shownTitle();
    if (summary.title.isEmpty())
        summary.title = ChatHistory::tr("Chat without a title");
    summary.model = conversation.model;
    summary.changedAt = conversation.changedAt;
    summary.isUnanswered = conversation.isUnanswered();
    summary.said =
        beginningOf(conversation.turns, Turn::Role::User) + beginningOf(conversation.turns, Turn::Role::Assistant);
    return summary;
}

ChatHistory::ChatHistory(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_folder(folder)
{
    m_disk.setMaxThreadCount(1);
}

ChatHistory::~ChatHistory()
{
    m_disk.waitForDone();
}

void ChatHistory::load()
{
    runInBackground(
        m_disk, this, [folder = m_folder] { return readAll(folder); },
        [this](const QList<ChatSummary> &chats) {
            for (const ChatSummary &chat : chats) {
                const bool isNewer = std::any_of(m_chats.begin(), m_chats.end(),
                                                 [&](const ChatSummary &known) { return known.id == chat.id; });
                if (!isNewer) // what was saved meanwhile is
                    m_chats += chat;
            }
            sort();
        });
}

void ChatHistory::save(const Conversation &conversation)
{
    if (conversation.turns.isEmpty())
        return;
    put(ChatSummary::of(conversation));
    ++m_saves[conversation.id];
    write(conversation);
}

void ChatHistory::write(const Conversation &conversation)
{
    runInBackground(
        m_disk, this, [folder = m_folder, conversation] { return writeChat(folder, conversation); },
        [this](const std::optional<Error> &error) {
            if (error)
                Q_EMIT failed(*error);
            else
                Q_EMIT kept();
        });
}

void ChatHistory::rename(const QString &id, const QString &title)
{
    const QString newTitle = title.simplified();
    open(id, this, [this, newTitle](const Result<Conversation> &chat) {
        if (!chat) {
            Q_EMIT failed(chat.error());
            return;
        }
        Conversation named = *chat;
        named.title = newTitle;
        save(named);
        Q_EMIT renamed(named.id, newTitle);
    });
}

void ChatHistory::remove(const QString &id)
{
    Q_EMIT removed(id); // who has it open closes it, which saves it once more
    m_chats.removeIf([&](const ChatSummary &chat) { return chat.id == id; });
    Q_EMIT listed();
    runInBackground(
        m_disk, this,
        [path = pathOf(m_folder, id)]() -> std::optional<Error> {
            QFile file(path);
            if (file.remove() || !file.exists())
                return {};
            return diskError(tr("%1 cannot be deleted: %2"), path, file.errorString());
        },
        [this](const std::optional<Error> &error) {
            if (!error)
                return;
            Q_EMIT failed(*error);
            load();
        });
}

void ChatHistory::open(const QString &id, QObject *context, std::function<void(Result<Conversation>)> callback)
{
    runInBackground(
        m_disk, context, [folder = m_folder, id] { return readChat(folder, id); },
        [this, alive = QPointer<ChatHistory>(this), id, context, saves = m_saves.value(id),
         callback = std::move(callback)](const Result<Conversation> &chat) mutable {
            if (alive && m_saves.value(id) != saves)
                return open(id, context, std::move(callback)); // what was read is older than what is being written
            callback(chat);
        });
}

void ChatHistory::put(const ChatSummary &summary)
{
    const auto place =
        std::find_if(m_chats.begin(), m_chats.end(), [&](const ChatSummary &chat) { return chat.id == summary.id; });
    if (place == m_chats.end())
        m_chats += summary;
    else
        *place = summary;
    sort();
}

void ChatHistory::sort()
{
    std::stable_sort(m_chats.begin(), m_chats.end(),
                     [](const ChatSummary &one, const ChatSummary &other) { return one.changedAt > other.changedAt; });
    Q_EMIT listed();
}
