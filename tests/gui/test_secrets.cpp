#include "preferences/fallback_secret_store.h"
#include "preferences/file_secret_store.h"
#include "preferences/keychain_secret_store.h"
#include "preferences/preferences.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A store that says what it was told to, or nothing at all.
class ScriptedStore final : public SecretStore {
public:
    enum class Mood { Works, Missing, Denies, Silent };
    explicit ScriptedStore(Mood mood)
        : mood(mood)
    {
    }
    /// Answers what was asked of it while it was silent.
    void unlock()
    {
        mood = Mood::Works;
        for (const auto &question : std::exchange(m_questions, {}))
            question();
    }
    void load(const QString &name, QObject *context, Callback<Secret> callback) override
    {
        if (mood == Mood::Silent)
            m_questions += [this, name, context, callback] { load(name, context, callback); };
        if (mood != Mood::Silent)
            QTimer::singleShot(0, context, [this, name, callback] {
                if (mood == Mood::Works)
                    return callback(Secret(secrets.value(name)));
                callback(fail(kind(), u"no"_s));
            });
    }
    void save(const QString &name, const Secret &secret, QObject *context, Callback<void> callback) override
    {
        if (mood == Mood::Works)
            secrets.insert(name, secret.reveal());
        answer(context, callback);
    }
    void remove(const QString &name, QObject *context, Callback<void> callback) override
    {
        if (mood == Mood::Works)
            secrets.remove(name);
        answer(context, callback);
    }
    Place place() const override { return Place::Keychain; }

    QHash<QString, QByteArray> secrets;
    Mood mood;

private:
    QList<std::function<void()>> m_questions;
    ErrorKind kind() const { return mood == Mood::Denies ? ErrorKind::Forbidden : ErrorKind::Unsupported; }
    void answer(QObject *context, const Callback<void> &callback) const
    {
        if (mood != Mood::Silent)
            QTimer::singleShot(0, context, [isGood = mood == Mood::Works, kind = kind(), callback] {
                callback(isGood ? Result<void>() : Result<void>(fail(kind, u"no"_s)));
            });
    }
};

/// What the store answers, waited for.
Result<QByteArray> loaded(SecretStore &store, const QString &name)
{
    std::optional<Result<QByteArray>> answer;
    QObject context;
    store.load(name, &context, [&](const Result<Secret> &secret) {
        answer = secret ? Result<QByteArray>(secret->reveal()) : Result<QByteArray>(failWith(secret));
    });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(answer, 60'000); }();
    return answer.value_or(fail(ErrorKind::TimedOut, u"no answer"_s));
}

bool isSaved(SecretStore &store, const QString &name, const QByteArray &secret)
{
    std::optional<bool> answer;
    QObject context;
    store.save(name, Secret(secret), &context, [&](const Result<void> &saved) { answer = saved.has_value(); });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(answer, 60'000); }();
    return answer.value_or(false);
}

bool isRemoved(SecretStore &store, const QString &name)
{
    std::optional<bool> answer;
    QObject context;
    store.remove(name, &context, [&](const Result<void> &removed) { answer = removed.has_value(); });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(answer, 60'000); }();
    return answer.value_or(false);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The bits of stat(2), which say more than QFile's.
unsigned modeOf(const QString &path)
{
    struct stat facts { };
    return ::stat(QFile::encodeName(path).constData(), &facts) == 0 ? facts.st_mode & 07777 : 0;
}

} // namespace

class TestSecrets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFileKeepsSecretsOverStarts();
    void nobodyElseCanReadTheFile();
    void closesAFileThatWasOpenToOthers();
    void tellsOfAFileThatCannotBeWritten();
    void removesWhatIsToBeRemoved();
    void keepsTheOrderOfOrders();
    void dropsAnswersForThoseWhoHaveGone();
    void theOtherStoreIsUsedWhereThereIsNoKeychain();
    void theOtherStoreIsUsedWhereTheKeychainIsSilent();
    void aKeychainThatAnswersLateCountsFromThenOn();
    void aDamagedFileHidesNothingOfTheKeychain();
    void aDeniedAccessIsNoReasonToWriteAFile();
    void whatTheFileHadMovesToTheKeychain();
    void thisMachinesKeychainAnswersInTimeWithoutBlocking();
    void theSettingsFileHasNoSecret();
};

void TestSecrets::aFileKeepsSecretsOverStarts()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"new/secrets"_s);
    {
        FileSecretStore store(path);
        QVERIFY(isSaved(store, u"a"_s, "first \xff\x01"));
        QVERIFY(isSaved(store, u"b"_s, "second"));
    }
    FileSecretStore store(path);
    QCOMPARE(loaded(store, u"a"_s).value(), "first \xff\x01");
    QCOMPARE(loaded(store, u"b"_s).value(), "second");
    QCOMPARE(loaded(store, u"c"_s).value(), QByteArray());
}

void TestSecrets::nobodyElseCanReadTheFile()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"secrets"_s);
    const mode_t former = ::umask(0); // the worst that a user can have
    FileSecretStore store(path);
    const bool isKept = isSaved(store, u"a"_s, "first");
    ::umask(former);
    QVERIFY(isKept);
    QCOMPARE(modeOf(path), 0600U);
    QVERIFY(isSaved(store, u"a"_s, "second"));
    QCOMPARE(modeOf(path), 0600U);
}

void TestSecrets::closesAFileThatWasOpenToOthers()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"secrets"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(R"({"a":"Zmlyc3Q="})") > 0);
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther));
    QVERIFY(modeOf(path) != 0600U);
    FileSecretStore store(path);

    QCOMPARE(loaded(store, u"a"_s).value(), "first");

    QCOMPARE(modeOf(path), 0600U);
}

void TestSecrets::tellsOfAFileThatCannotBeWritten()
{
    const QTemporaryDir directory;
    FileSecretStore store(directory.filePath(u"secrets"_s));
    QVERIFY(QDir(directory.path()).mkdir(u"secrets"_s)); // a folder stands where the file should be
    QVERIFY(!isSaved(store, u"a"_s, "first"));
    QCOMPARE(loaded(store, u"a"_s).error().kind, ErrorKind::DiskFailed);
}

void TestSecrets::removesWhatIsToBeRemoved()
{
    const QTemporaryDir directory;
    FileSecretStore store(directory.filePath(u"secrets"_s));
    QVERIFY(isSaved(store, u"a"_s, "first"));
    QVERIFY(isRemoved(store, u"a"_s));
    QVERIFY(isRemoved(store, u"never-there"_s));
    QCOMPARE(loaded(store, u"a"_s).value(), QByteArray());
    QVERIFY(!contentOf(directory.filePath(u"secrets"_s)).contains("Zmlyc3Q"));
}

void TestSecrets::keepsTheOrderOfOrders()
{
    const QTemporaryDir directory;
    FileSecretStore store(directory.filePath(u"secrets"_s));
    QObject context;
    int saved = 0;
    for (int i = 0; i < 20; ++i)
        store.save(u"a"_s, Secret(QByteArray::number(i)), &context, [&](const Result<void> &) { ++saved; });
    QTRY_COMPARE_WITH_TIMEOUT(saved, 20, 30'000);
    QCOMPARE(loaded(store, u"a"_s).value(), "19");
}

void TestSecrets::dropsAnswersForThoseWhoHaveGone()
{
    const QTemporaryDir directory;
    FileSecretStore store(directory.filePath(u"secrets"_s));
    int answers = 0;
    {
        QObject context;
        store.save(u"a"_s, Secret("first"), &context, [&](const Result<void> &) { ++answers; });
    }
    QCOMPARE(loaded(store, u"a"_s).value(), "first");
    QCOMPARE(answers, 0);
}

void TestSecrets::theOtherStoreIsUsedWhereThereIsNoKeychain()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"secrets"_s);
    FallbackSecretStore store(std::make_unique<ScriptedStore>(ScriptedStore::Mood::Missing),
                              std::make_unique<FileSecretStore>(path));
    QCOMPARE(store.place(), SecretStore::Place::Keychain);
    QVERIFY(isSaved(store, u"a"_s, "first"));
    QCOMPARE(store.place(), SecretStore::Place::File);
    QCOMPARE(loaded(store, u"a"_s).value(), "first");
    QVERIFY(QFileInfo::exists(path));
    QVERIFY(isRemoved(store, u"a"_s));
    QCOMPARE(loaded(store, u"a"_s).value(), QByteArray());
}

void TestSecrets::theOtherStoreIsUsedWhereTheKeychainIsSilent()
{
    const QTemporaryDir directory;
    FallbackSecretStore store(std::make_unique<ScriptedStore>(ScriptedStore::Mood::Silent),
                              std::make_unique<FileSecretStore>(directory.filePath(u"secrets"_s)), 50ms);
    QCOMPARE(loaded(store, u"a"_s).value(), QByteArray());
    QVERIFY(isSaved(store, u"a"_s, "first"));
    QCOMPARE(store.place(), SecretStore::Place::File);
}

void TestSecrets::aKeychainThatAnswersLateCountsFromThenOn()
{
    const QTemporaryDir directory;
    auto keychain = std::make_unique<ScriptedStore>(ScriptedStore::Mood::Silent);
    ScriptedStore &locked = *keychain;
    locked.secrets.insert(u"a"_s, "kept");
    FallbackSecretStore store(std::move(keychain), std::make_unique<FileSecretStore>(directory.filePath(u"secrets"_s)),
                              50ms);
    std::optional<QByteArray> answer;
    store.load(u"a"_s, this, [&](const Result<Secret> &secret) { answer = secret->reveal(); });
    QTRY_VERIFY(answer);
    QCOMPARE(*answer, QByteArray());

    locked.unlock();

    QTRY_COMPARE(store.place(), SecretStore::Place::Keychain);
    QCOMPARE(loaded(store, u"a"_s).value(), "kept");
}

void TestSecrets::aDamagedFileHidesNothingOfTheKeychain()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"secrets"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{damaged") > 0);
    file.close();
    auto keychain = std::make_unique<ScriptedStore>(ScriptedStore::Mood::Works);
    keychain->secrets.insert(u"a"_s, "kept");
    FallbackSecretStore store(std::move(keychain), std::make_unique<FileSecretStore>(path));
    QCOMPARE(loaded(store, u"a"_s).value_or("nothing"), QByteArray("kept"));
    QVERIFY(!loaded(store, u"b"_s)); // it may have been in the file: not taken for none
}

void TestSecrets::aDeniedAccessIsNoReasonToWriteAFile()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"secrets"_s);
    FallbackSecretStore store(std::make_unique<ScriptedStore>(ScriptedStore::Mood::Denies),
                              std::make_unique<FileSecretStore>(path));
    QVERIFY(!isSaved(store, u"a"_s, "first"));
    QCOMPARE(loaded(store, u"a"_s).error().kind, ErrorKind::Forbidden);
    QCOMPARE(store.place(), SecretStore::Place::Keychain);
    QVERIFY(!QFileInfo::exists(path));
}

void TestSecrets::whatTheFileHadMovesToTheKeychain()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"secrets"_s);
    {
        FileSecretStore file(path);
        QVERIFY(isSaved(file, u"a"_s, "of a day without a keychain"));
    }
    auto keychain = std::make_unique<ScriptedStore>(ScriptedStore::Mood::Works);
    const ScriptedStore &kept = *keychain;
    FallbackSecretStore store(std::move(keychain), std::make_unique<FileSecretStore>(path));
    QCOMPARE(loaded(store, u"a"_s).value(), "of a day without a keychain");

    QVERIFY(isSaved(store, u"a"_s, "new"));

    QCOMPARE(kept.secrets.value(u"a"_s), "new");
    QCOMPARE(contentOf(path), "{}");
    QCOMPARE(loaded(store, u"a"_s).value(), "new");
}

void TestSecrets::thisMachinesKeychainAnswersInTimeWithoutBlocking()
{
    if (!qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        QSKIP("there is a session bus here: the user's own keychain is left alone");
    const QTemporaryDir directory;
    FallbackSecretStore store(std::make_unique<KeychainSecretStore>(),
                              std::make_unique<FileSecretStore>(directory.filePath(u"secrets"_s)));
    qint64 longestGap = 0;
    QElapsedTimer gap;
    QTimer beat;
    connect(&beat, &QTimer::timeout, this, [&] { longestGap = std::max(longestGap, gap.restart()); });
    beat.start(1ms);
    gap.start();
    QElapsedTimer whole;
    whole.start();

    QVERIFY(isSaved(store, u"a"_s, "first"));

    longestGap = std::max(longestGap, gap.elapsed());
    qInfo() << "kept after" << whole.elapsed() << "ms, the loop was held up for" << longestGap << "ms at most";
    QCOMPARE(store.place(), SecretStore::Place::File);
    QVERIFY(whole.elapsed() < 21'000);
    QCOMPARE(loaded(store, u"a"_s).value(), "first");
}

void TestSecrets::theSettingsFileHasNoSecret()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"settings.ini"_s);
    const QByteArray canary = "canaryThatNobodyMayEverSee";
    {
        Preferences preferences(path);
        const QUrl url(u"https://pod.example.org"_s);
        preferences.setServers({{u"Pod"_s, url}});
        QVERIFY(isSaved(preferences.secrets(), hubTokenName(), canary));
        QVERIFY(isSaved(preferences.secrets(), serverKeyName(url), canary));
    }
    QVERIFY(contentOf(path).contains("pod.example.org")); // it was written
    QVERIFY(!contentOf(path).contains(canary));
    QVERIFY(!contentOf(path).contains(canary.toBase64()));
    Preferences again(path);
    QCOMPARE(loaded(again.secrets(), hubTokenName()).value(), canary);
}

QTEST_GUILESS_MAIN(TestSecrets)
#include "test_secrets.moc"
