#include "playground/chat_history.h"
#include "playground/chat_history_model.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace {

Conversation chatOf(const QString &prompt, int minutes)
{
    Conversation chat = Conversation::create();
    chat.model = u"tiny"_s;
    chat.changedAt = QDateTime(QDate(2026, 11, 25), QTime(12, minutes), QTimeZone::utc());
    chat.turns = {{Turn::Role::User, prompt}, {Turn::Role::Assistant, u"answer"_s, u"tiny"_s}};
    return chat;
}

QStringList titles(const ChatHistory &history)
{
    QStringList all;
    for (const ChatSummary &chat : history.chats())
        all += chat.title;
    return all;
}

} // namespace

/// The past chats on disk and as rows.
class TestChatHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void isThereAgainLatestFirst();
    void passesOverWhatIsNoChat();
    void keepsNothingOfAnEmptyChat();
    void filesAreOnlyTheUsers();
    void saysWhenItCannotBeKept();
    void opensWhatItKept();
    void renamesOnDisk();
    void removesTheFile();
    void rowsFollow();

private:
    QString folder() const { return m_directory->filePath(u"chats"_s); }
    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestChatHistory::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
}

void TestChatHistory::isThereAgainLatestFirst()
{
    {
        ChatHistory history(folder());
        history.save(chatOf(u"middle"_s, 2));
        history.save(chatOf(u"latest"_s, 3));
        history.save(chatOf(u"oldest"_s, 1));
        QCOMPARE(titles(history), QStringList({u"latest"_s, u"middle"_s, u"oldest"_s}));
    }
    ChatHistory history(folder());
    history.load();
    QTRY_COMPARE(titles(history), QStringList({u"latest"_s, u"middle"_s, u"oldest"_s}));
}

void TestChatHistory::passesOverWhatIsNoChat()
{
    {
        ChatHistory history(folder());
        history.save(chatOf(u"good"_s, 1));
    }
    const QHash<QString, QByteArray> others{{u"a1.json"_s, "{"},
                                            {u"a2.json"_s, "{}"},
                                            {u"a3.json"_s, R"({"id":"a3","turns":[],"version":99})"},
                                            {u"Not an id.json"_s, R"({"id":"a4","turns":[],"version":1})"},
                                            {u"a5.txt"_s, "text"}};
    for (auto other = others.begin(); other != others.end(); ++other) {
        QFile file(QDir(folder()).filePath(other.key()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(other.value());
    }
    ChatHistory history(folder());
    QSignalSpy listed(&history, &ChatHistory::listed);
    history.load();
    QTRY_COMPARE(listed.size(), 1);
    QCOMPARE(titles(history), QStringList(u"good"_s));
}

void TestChatHistory::keepsNothingOfAnEmptyChat()
{
    {
        ChatHistory history(folder());
        history.save(Conversation::create());
        QVERIFY(history.chats().isEmpty());
    }
    QVERIFY(!QDir(folder()).exists());
}

void TestChatHistory::filesAreOnlyTheUsers()
{
    {
        ChatHistory history(folder());
        history.save(chatOf(u"secret"_s, 1));
    }
    constexpr QFile::Permissions others =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QVERIFY(!(QFile::permissions(folder()) & others));
    const QFileInfoList files = QDir(folder()).entryInfoList(QDir::Files);
    QCOMPARE(files.size(), 1);
    QVERIFY(!(files.first().permissions() & others));
}

void TestChatHistory::saysWhenItCannotBeKept()
{
    QFile inTheWay(folder());
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    ChatHistory history(folder());
    QSignalSpy failed(&history, &ChatHistory::failed);
    history.save(chatOf(u"lost"_s, 1));
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(failed.first().first().value<Error>().message.contains(folder()));

    QSignalSpy kept(&history, &ChatHistory::kept);
    QVERIFY(inTheWay.remove());
    history.save(chatOf(u"kept"_s, 2));
    QTRY_COMPARE(kept.size(), 1);
    QCOMPARE(failed.size(), 1);
}

void TestChatHistory::opensWhatItKept()
{
    ChatHistory history(folder());
    const Conversation chat = chatOf(u"here"_s, 1);
    history.save(chat);
    std::optional<Conversation> opened;
    std::optional<Error> error;
    history.open(chat.id, this, [&](const Result<Conversation> &result) { opened = result.value(); });
    history.open(u"abc"_s, this, [&](const Result<Conversation> &result) { error = result.error(); });
    QTRY_VERIFY(opened && error);
    QVERIFY(*opened == chat);
    QCOMPARE(error->kind, ErrorKind::DiskFailed);
}

void TestChatHistory::renamesOnDisk()
{
    const Conversation chat = chatOf(u"first prompt"_s, 1);
    {
        ChatHistory history(folder());
        QSignalSpy renamed(&history, &ChatHistory::renamed);
        history.save(chat);
        history.rename(chat.id, u"  A better\nname "_s);
        QTRY_COMPARE(renamed.size(), 1);
        QCOMPARE(titles(history), QStringList(u"A better name"_s));
    }
    ChatHistory history(folder());
    history.load();
    QTRY_COMPARE(titles(history), QStringList(u"A better name"_s));
    QCOMPARE(history.chats().first().changedAt, chat.changedAt);
}

void TestChatHistory::removesTheFile()
{
    {
        ChatHistory history(folder());
        const Conversation chat = chatOf(u"gone"_s, 1);
        history.save(chat);
        history.remove(chat.id);
        QVERIFY(history.chats().isEmpty());
    }
    QVERIFY(QDir(folder()).entryList(QDir::Files).isEmpty());
}

void TestChatHistory::rowsFollow()
{
    ChatHistory history(folder());
    ChatHistoryModel model(history);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Conversation first = chatOf(u"first"_s, 1);
    const Conversation second = chatOf(u"second"_s, 2);
    history.save(first);
    history.save(second);
    history.save(chatOf(u"third"_s, 3));
    const QPersistentModelIndex row(model.indexOf(first.id));
    QCOMPARE(row.row(), 2);
    QSignalSpy moved(&model, &QAbstractItemModel::rowsMoved);

    first.changedAt = first.changedAt.addSecs(3600);
    first.title = u"First"_s;
    history.save(first);
    QCOMPARE(moved.size(), 1);
    QCOMPARE(row.row(), 0);
    QCOMPARE(row.data().toString(), u"First"_s);
    history.remove(second.id);
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(!model.indexOf(second.id).isValid());
    QVERIFY(model.setData(row, u"Named"_s, Qt::EditRole));
    QTRY_COMPARE(row.data().toString(), u"Named"_s);
}

QTEST_MAIN(TestChatHistory)
#include "test_chat_history.moc"
