#include "access/authorization.h"
#include "access/key_ring.h"
#include "fake_clock.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

const QByteArray goodKey = "a-key-that-nobody-guesses";

ApiKeys cleartext(const QByteArray &text)
{
    return ApiKeys::parseClear(Secret(text)).value();
}

HttpRequest requestWith(const HttpFields &fields)
{
    HttpRequest request;
    request.fields = fields;
    return request;
}

bool write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(text) == text.size();
}

} // namespace

/// Keys as they are kept, found, and asked for.
class TestApiKeys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLineIsTheHashThatAnybodyCanMake();
    void findsAKeyByWhatIsPresentedAndNothingElse();
    void doesNotHashWhatIsLongerThanAKeyMayBe();
    void refusesLinesThatAreWrong_data();
    void refusesLinesThatAreWrong();
    void refusesKeysThatCouldBeGuessed();
    void makesKeysThatDiffer();
    void readsKeysFromAVariable();
    void keyAndScopesDecideWhoMayDoWhat_data();
    void keyAndScopesDecideWhoMayDoWhat();
    void withoutKeysEverybodyMayDoEverything();
    void openInferenceTakesKeysThatAreNone();
    void readsAFileAgainThatWasReplaced();
    void keepsTheKeysOfBeforeWhenTheFileIsBroken();
    void anEmptyFileLetsNobodyIn();
};

void TestApiKeys::aLineIsTheHashThatAnybodyCanMake()
{
    const ApiKey key = hashedKey("alice:inference,manage", Secret(goodKey)).value();

    const QList<QByteArray> parts = key.toLine().split(':');

    QCOMPARE(parts.size(), 5);
    QCOMPARE(parts[0], "alice");
    QCOMPARE(parts[1], "inference,manage");
    QCOMPARE(parts[2], "sha256");
    // printf '%s%s' SALT KEY | sha256sum
    QCOMPARE(parts[4], QCryptographicHash::hash(QByteArray(parts[3] + goodKey), QCryptographicHash::Sha256).toHex());
    QVERIFY(!key.toLine().contains(goodKey));
    QVERIFY(hashedKey("alice:inference", Secret(goodKey)).value().salt != key.salt);
}

void TestApiKeys::findsAKeyByWhatIsPresentedAndNothingElse()
{
    const QByteArray file = "# who may call\n\n" + hashedKey("a:inference", Secret(goodKey))->toLine() + "\r\n  "
        + hashedKey("b:manage", Secret("another-key-of-some-length"))->toLine();

    const ApiKeys keys = ApiKeys::parseFile(file).value();

    QCOMPARE(keys.all().size(), 2);
    QCOMPARE(keys.find(goodKey)->name, "a");
    QCOMPARE(keys.find("another-key-of-some-length")->name, "b");
    QVERIFY(!keys.find(""));
    QVERIFY(!keys.find(QByteArray(goodKey + "x")));
    QVERIFY(!keys.find(goodKey.chopped(1)));
    QVERIFY(!keys.find(QByteArray(keys.all().first().salt + goodKey)));
    QVERIFY(!keys.find(keys.all().first().digest.toHex()));
}

void TestApiKeys::doesNotHashWhatIsLongerThanAKeyMayBe()
{
    // By hand, for --hash-key would refuse the second.
    const auto lineOf = [](const QByteArray &name, const QByteArray &key) {
        return QByteArray(name + ":manage:sha256:ab:"
                          + QCryptographicHash::hash(QByteArray("ab" + key), QCryptographicHash::Sha256).toHex()
                          + '\n');
    };
    const QByteArray longest(512, 'k');
    const QByteArray longer(513, 'k');

    const ApiKeys keys = ApiKeys::parseFile(QByteArray(lineOf("a", longest) + lineOf("b", longer))).value();

    QCOMPARE(keys.find(longest)->name, "a");
    QVERIFY(!keys.find(longer));
}

void TestApiKeys::refusesLinesThatAreWrong_data()
{
    QTest::addColumn<QByteArray>("line");
    const QByteArray hash(64, 'a');
    QTest::newRow("a plain key") << QByteArray("alice:inference:secret-key-in-the-clear");
    QTest::newRow("another hash") << QByteArray("alice:inference:md5:ab:" + hash);
    QTest::newRow("no such scope") << QByteArray("alice:everything:sha256:ab:" + hash);
    QTest::newRow("no scope") << QByteArray("alice::sha256:ab:" + hash);
    QTest::newRow("no name") << QByteArray(":inference:sha256:ab:" + hash);
    QTest::newRow("a name with a space") << QByteArray("al ice:inference:sha256:ab:" + hash);
    QTest::newRow("a long name") << QByteArray(QByteArray(65, 'n') + ":inference:sha256:ab:" + hash);
    QTest::newRow("no salt") << QByteArray("alice:inference:sha256::" + hash);
    QTest::newRow("a short hash") << QByteArray("alice:inference:sha256:ab:" + hash.chopped(1));
    QTest::newRow("no hexadecimal") << QByteArray("alice:inference:sha256:ab:" + hash.chopped(1) + "g");
    QTest::newRow("twice the same name") << QByteArray("a:manage:sha256:ab:" + hash + "\na:manage:sha256:ab:" + hash);
}

void TestApiKeys::refusesLinesThatAreWrong()
{
    QFETCH(QByteArray, line);

    const auto keys = ApiKeys::parseFile(QByteArray("# first line\n" + line));

    QVERIFY(!keys);
    QCOMPARE(keys.error().kind, ErrorKind::InvalidArgument);
    QVERIFY2(keys.error().message.startsWith(u"line %1 "_s.arg(2 + line.count('\n'))),
             qPrintable(keys.error().message));
    QVERIFY(!keys.error().message.contains(u"secret"_s));
}

void TestApiKeys::refusesKeysThatCouldBeGuessed()
{
    QVERIFY(!hashedKey("a:manage", Secret("short")));
    QVERIFY(!hashedKey("a:manage", Secret("fifteen-letters")));
    QVERIFY(!hashedKey("a:manage", Secret("a key that has some spaces")));
    QVERIFY(!hashedKey("a:manage", Secret(QByteArray(513, 'x'))));
    QVERIFY(!hashedKey("a", Secret(goodKey)));
    QVERIFY(hashedKey("a:manage", Secret("sixteen-letters!")));
}

void TestApiKeys::makesKeysThatDiffer()
{
    const Secret one = newKey();
    const Secret two = newKey();

    QVERIFY(one.reveal().startsWith("shm_"));
    QCOMPARE(one.reveal().size(), 47);
    QVERIFY(one.reveal() != two.reveal());
    QVERIFY(hashedKey("a:manage", one));
}

void TestApiKeys::readsKeysFromAVariable()
{
    const ApiKeys keys = cleartext("one-key-for-everything \n ci:manage:another-key-for-robots\t");

    QCOMPARE(keys.find("one-key-for-everything")->name, "default");
    QCOMPARE(keys.find("one-key-for-everything")->scopes, (KeyScopes{true, true}));
    QCOMPARE(keys.find("another-key-for-robots")->scopes, (KeyScopes{false, true}));
    QVERIFY(!ApiKeys::parseClear(Secret("short")));
    QVERIFY(!ApiKeys::parseClear(Secret("first-key-of-everybody second-key-of-everybody"))); // of one name
    QVERIFY(cleartext("").all().isEmpty());
}

void TestApiKeys::keyAndScopesDecideWhoMayDoWhat_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<Access>("access");
    QTest::addColumn<QString>("answer");
    const QByteArray user = "Bearer key-for-generations";
    const QByteArray admin = "Bearer key-for-management";
    QTest::newRow("health needs none") << QByteArray() << QByteArray() << Access::Open << u""_s;
    QTest::newRow("no key") << QByteArray() << QByteArray() << Access::AnyKey << u"invalid_api_key"_s;
    QTest::newRow("wrong key") << QByteArray("authorization") << QByteArray("Bearer nonsense") << Access::AnyKey
                               << u"invalid_api_key"_s;
    QTest::newRow("another scheme") << QByteArray("authorization") << QByteArray("Basic key-for-generations")
                                    << Access::AnyKey << u"invalid_api_key"_s;
    QTest::newRow("its scope") << QByteArray("authorization") << user << Access::Inference << u"user"_s;
    QTest::newRow("any key") << QByteArray("authorization") << user << Access::AnyKey << u"user"_s;
    QTest::newRow("not its scope") << QByteArray("authorization") << user << Access::Manage << u"insufficient_scope"_s;
    QTest::newRow("managing is not generating")
        << QByteArray("authorization") << admin << Access::Inference << u"insufficient_scope"_s;
    QTest::newRow("the mirror without a key") << QByteArray() << QByteArray() << Access::Mirror << u"invalid_api_key"_s;
    QTest::newRow("the mirror with any key") << QByteArray("authorization") << user << Access::Mirror << u"user"_s;
    QTest::newRow("managing") << QByteArray("authorization") << admin << Access::Manage << u"admin"_s;
    QTest::newRow("as Anthropic's clients")
        << QByteArray("x-api-key") << QByteArray("key-for-generations") << Access::Inference << u"user"_s;
    QTest::newRow("scheme in any case") << QByteArray("authorization") << QByteArray("bEARER  key-for-generations ")
                                        << Access::Inference << u"user"_s;
}

void TestApiKeys::keyAndScopesDecideWhoMayDoWhat()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(Access, access);
    QFETCH(QString, answer);
    FakeClock clock;
    const KeyRing ring({}, cleartext("user:inference:key-for-generations admin:manage:key-for-management"), clock);

    const auto caller = Authorization(ring, false).check(requestWith({{name, value}}), access);

    QCOMPARE(caller ? QString::fromLatin1(*caller) : errorCode(caller.error().kind), answer);
}

void TestApiKeys::withoutKeysEverybodyMayDoEverything()
{
    FakeClock clock;
    const KeyRing ring({}, {}, clock);

    QVERIFY(!ring.isInUse());
    QCOMPARE(Authorization(ring, false).check({}, Access::Manage).value(), QByteArray());
}

void TestApiKeys::openInferenceTakesKeysThatAreNone()
{
    FakeClock clock;
    const KeyRing ring({}, cleartext("user:manage:key-for-management"), clock);
    const Authorization authorization(ring, true);

    QCOMPARE(authorization.check({}, Access::Inference).value(), QByteArray());
    QCOMPARE(authorization.check({}, Access::AnyKey).value(), QByteArray());
    QCOMPARE(authorization.check(requestWith({{"authorization", "Bearer none"}}), Access::Inference).value(), "");
    QCOMPARE(authorization.check(requestWith({{"x-api-key", "key-for-management"}}), Access::Inference).value(),
             "user");
    QCOMPARE(authorization.check({}, Access::Manage).error().kind, ErrorKind::InvalidApiKey);
    QCOMPARE(authorization.check({}, Access::Mirror).error().kind, ErrorKind::InvalidApiKey);
    QCOMPARE(authorization.check(requestWith({{"x-api-key", "key-for-management"}}), Access::Mirror).value(), "user");
}

void TestApiKeys::readsAFileAgainThatWasReplaced()
{
    QTemporaryDir directory;
    const QString path = directory.filePath(u"keys"_s);
    QVERIFY(write(path, hashedKey("old:manage", Secret(goodKey))->toLine() + '\n'));
    SystemClock clock;
    KeyRing ring(path, {}, clock);
    QVERIFY(ring.load());
    QCOMPARE(ring.keys().all().size(), 1);

    // As an editor does it, twice, because a watch may follow the file that went.
    for (const char *name : {"new", "newest"}) {
        const QString beside = directory.filePath(u"keys.tmp"_s);
        QVERIFY(write(beside, hashedKey(QByteArray(name) + ":inference", Secret(goodKey))->toLine() + '\n'));
        QCOMPARE(::rename(qPrintable(beside), qPrintable(path)), 0);
        QTRY_COMPARE(ring.keys().all().first().name, name);
    }
    // And in place.
    QVERIFY(write(path, hashedKey("written:inference", Secret(goodKey))->toLine() + '\n'));
    QTRY_COMPARE(ring.keys().all().first().name, "written");
}

void TestApiKeys::keepsTheKeysOfBeforeWhenTheFileIsBroken()
{
    QTemporaryDir directory;
    const QString path = directory.filePath(u"keys"_s);
    QVERIFY(write(path, hashedKey("old:manage", Secret(goodKey))->toLine()));
    FakeClock clock;
    KeyRing ring(path, {}, clock);
    QVERIFY(ring.load());

    QVERIFY(write(path, "nonsense"));
    const auto loaded = ring.load();

    QVERIFY(!loaded);
    QVERIFY2(loaded.error().message.contains(path) && loaded.error().message.contains(u"line 1"_s),
             qPrintable(loaded.error().message));
    QCOMPARE(ring.keys().find(goodKey)->name, "old");
}

void TestApiKeys::anEmptyFileLetsNobodyIn()
{
    QTemporaryDir directory;
    const QString path = directory.filePath(u"keys"_s);
    QVERIFY(write(path, "# nobody yet\n"));
    FakeClock clock;
    KeyRing ring(path, {}, clock);

    QVERIFY(ring.load());

    QVERIFY(ring.isInUse());
    QCOMPARE(Authorization(ring, false).check({}, Access::AnyKey).error().kind, ErrorKind::InvalidApiKey);
}

QTEST_GUILESS_MAIN(TestApiKeys)
#include "test_api_keys.moc"
