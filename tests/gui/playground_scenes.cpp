#include "chat_stream.h"
#include "playground/conversation.h"
#include "playground/transcript_view.h"
#include "scene.h"
#include "window/main_window.h"
#include "window_probe.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QTextBrowser>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString tides =
    uR"(Tides are the **rise and fall of the sea**, twice a day at most coasts. Three things make them:

1. The Moon's gravity pulls the water on the near side.
2. The Earth is pulled more than the water on the far side.
3. The Sun does the same, *half as strongly*.

```python
def tide(hours: float, range_in_metres: float = 4.0) -> float:
    """The height above the mean, for a coast with two tides a day."""
    return range_in_metres / 2 * math.cos(2 * math.pi * hours / 12.42)
```

The period is `12.42 h`, half a lunar day. See [the tables](https://example.org/tides) for <b>your</b> coast.

| coast | range |
|---|---|
| Bay of Fundy | 16 m |
| Mediterranean | 0.3 m |
)"_s;

const QString salt = uR"(تحمل الأنهار **الأملاح** من الصخور إلى البحر:

- الملح يبقى
- الماء يتبخر

```python
salt += river.salt
```
)"_s;

void keep(const QString &folder, const QString &id, int hoursAgo, const QString &prompt, const QString &answer)
{
    Conversation chat;
    chat.id = id;
    chat.model = u"Llama-3.2-1B-Instruct"_s;
    chat.changedAt = QDateTime::currentDateTimeUtc().addSecs(-3600 * hoursAgo);
    chat.turns = {{Turn::Role::User, prompt},
                  {Turn::Role::Assistant, answer, chat.model, Turn::Ending::Complete, {31, 214, 420ms, 9840ms}}};
    QDir().mkpath(folder);
    QFile file(QDir(folder).filePath(id + u".json"_s));
    if (file.open(QIODevice::WriteOnly))
        file.write(QJsonDocument(chat.toJson()).toJson());
}

std::unique_ptr<QWidget> makeWindow(ServerConnection &connection, Preferences &preferences)
{
    const QString folder = QFileInfo(preferences.settings().path()).dir().filePath(u"chats"_s);
    preferences.setChatsFolder(folder);
    keep(folder, u"a1"_s, 2, u"What makes the tides? Show me in Python as well, and tell where they are highest."_s,
         tides);
    keep(folder, u"a2"_s, 30, u"لماذا البحر مالح؟"_s, salt);
    keep(folder, u"a3"_s, 200, u"Translate this letter into German"_s, u"Gladly."_s);
    auto window = std::make_unique<MainWindow>(connection, preferences);
    window->showView(MainWindow::Playground);
    return window;
}

void addModels(ScriptedServer &server)
{
    server.setModels(
        {ScriptedServer::model(u"Qwen2.5-0.5B-Instruct"_s), ScriptedServer::model(u"Llama-3.2-1B-Instruct"_s)});
    server.api().hold(chatRoute, {}, "text/event-stream");
}

/// What does not come shows in the picture.
void await(const std::function<bool()> &condition)
{
    if (!QTest::qWaitFor(condition, 20'000))
        qWarning("a scene waited in vain");
}

QPlainTextEdit &promptOf(QWidget &window)
{
    return probe<QPlainTextEdit>(window, u"prompt"_s);
}

void ask(QWidget &window, const QString &prompt)
{
    promptOf(window).setPlainText(prompt);
    await([&] { return probe<QPushButton>(window, u"send"_s).isEnabled(); });
    QTest::keyClick(&promptOf(window), Qt::Key_Return);
}

void waitForOrders(ScriptedServer &server, qsizetype count)
{
    await([&] { return server.api().held(chatRoute) == count; });
}

void streamTo(ScriptedServer &server, const QString &text, qsizetype orders = 1)
{
    waitForOrders(server, orders);
    for (const QString &word : text.split(u' '))
        server.api().push(chatRoute, chatPiece(word + u' '));
}

bool shows(QWidget &window, const QString &text)
{
    return probe<QTextBrowser>(window, u"transcript"_s).toPlainText().contains(text);
}

void openPast(QWidget &window, const QString &prompt)
{
    auto &list = probe<QListView>(window, u"chatList"_s);
    QModelIndex chat;
    await([&] {
        chat = list.model()->match(list.model()->index(0, 0), Qt::DisplayRole, prompt).value(0);
        return chat.isValid();
    });
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, list.visualRect(chat).center());
    await([&] { return shows(window, prompt) && probe<TranscriptView>(window, u"transcript"_s).isWritten(); });
}

void compareModels(QWidget &window, ScriptedServer &server)
{
    probe<QAction>(window, u"parameters"_s).trigger();
    probe<QAction>(window, u"compare"_s).trigger();
    ask(window, u"Why is the sea salt?"_s);
    streamTo(server, u"Rivers carry **salts** from rocks into the sea, and only the water leaves it again."_s, 2);
}

} // namespace

QList<Scene> playgroundScenes()
{
    return {
        {u"playground-empty"_s, {}, makeWindow},
        {u"playground-new"_s, addModels, makeWindow},
        {u"playground-waiting"_s, addModels, makeWindow,
         [](QWidget &window, ScriptedServer &) { ask(window, u"What makes the tides?"_s); }},
        {u"playground-streaming"_s, addModels, makeWindow,
         [](QWidget &window, ScriptedServer &server) {
             ask(window, u"What makes the tides?"_s);
             streamTo(server, tides.left(480));
         },
         [](QWidget &window) { return shows(window, u"range_in"_s); }},
        {u"playground-full"_s, addModels, makeWindow,
         [](QWidget &window, ScriptedServer &) { openPast(window, u"What makes"_s); },
         [](QWidget &window) { return shows(window, u"Mediterranean"_s); }},
        {u"playground-edit"_s, addModels, makeWindow,
         [](QWidget &window, ScriptedServer &) {
             openPast(window, u"Translate"_s);
             QTest::keyClick(&promptOf(window), Qt::Key_Up);
         }},
        {u"playground-compare"_s, addModels, makeWindow, compareModels,
         [](QWidget &window) { return shows(window, u"leaves it again"_s); }},
        {u"playground-arabic"_s, addModels, makeWindow,
         [](QWidget &window, ScriptedServer &) { openPast(window, u"لماذا"_s); }},
        {u"playground-error"_s,
         [](ScriptedServer &server) {
             addModels(server);
             server.api().answer(chatRoute,
                                 R"({"error":{"message":"8 generations wait already","code":"queue_full",)"
                                 R"("hint":"try again in some seconds, or allow more with --queue"}})",
                                 429);
         },
         makeWindow, [](QWidget &window, ScriptedServer &) { ask(window, u"What makes the tides?"_s); },
         [](QWidget &window) { return probe<QWidget>(window, u"chatMessage"_s).isVisible(); }},
    };
}
