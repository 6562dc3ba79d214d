#include "base/json.h"
#include "store/durable_file.h"
#include "store/model_scan.h"
#include "store/model_store.h"
#include "store/publisher.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace {

Model model(const char *file, int second, const char *repo = nullptr)
{
    Model made;
    made.manifest.file = QString::fromLatin1(file);
    made.manifest.addedAt = QDateTime::fromSecsSinceEpoch(second, QTimeZone::utc());
    made.servingName = servingNameOf(made.manifest.file);
    if (repo)
        made.manifest.source = ModelSource{
            *RepoId::parse(QString::fromLatin1(repo)), *RepoPath::parse(made.manifest.file), Revision::main(), {}};
    return made;
}

QStringList ids(QList<Model> models)
{
    assignIds(models);
    QStringList ids;
    for (const Model &each : models)
        ids += each.id;
    return ids;
}

} // namespace

class TestModelStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesModels();
    void findsModelsByEveryName_data();
    void findsModelsByEveryName();
    void namesTheCandidatesWhenAmbiguous();
    void namesForShimmyAreHarmless_data();
    void namesForShimmyAreHarmless();
    void aModelsVersionChangesWithIt();
    void adoptsCompleteFilesOnly();
    void showsShimmyExactlyTheModels();
    void admitsOneProcess();
    void leavesALivingReplicasWorkAlone();
    void aFileIsKnownByTheManifestThatStillWaits();
    void aFileThatIsInTheWayKeepsItsManifest();
    void aFileThatWasJustBroughtKeepsItsManifest();
    void collectsPartsThatNobodyGoesOnWith();
    void readsHeaders();
    void refusesHeaders_data();
    void refusesHeaders();
};

void TestModelStore::namesModels()
{
    QCOMPARE(ids({model("phi-3-mini-4k-instruct.Q4_K_M.gguf", 1)}), QStringList{u"phi-3-mini-4k-instruct"_s});
    // The oldest keeps the short name, whatever the order.
    QCOMPARE(ids({model("m.Q8_0.gguf", 2), model("m.Q4_K_M.gguf", 1)}), (QStringList{u"m"_s, u"m.Q8_0"_s}));
    QCOMPARE(ids({model("m.Q8_0.gguf", 1), model("o/r/m.Q8_0.gguf", 2), model("p/r/m.Q8_0.gguf", 3)}),
             (QStringList{u"m"_s, u"m.Q8_0"_s, u"p/r/m.Q8_0"_s}));
    QCOMPARE(ids({model("M.Q8_0.gguf", 1), model("m.Q8_0.gguf", 2)}), (QStringList{u"M"_s, u"m.Q8_0"_s}));
}

void TestModelStore::findsModelsByEveryName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("id");
    for (const char *name : {"Phi-3", "phi-3", "Phi-3.Q4_K_M", "PHI-3.q4_k_m.GGUF", "phi-3.q4-k-m",
                             "org/Phi-3-GGUF:Q4_K_M", "org/phi-3-gguf:q4_k_m"}) {
        QTest::addRow("%s", name) << QString::fromLatin1(name) << u"Phi-3"_s;
    }
    QTest::newRow("the other one") << u"Phi-3.Q8_0"_s << u"Phi-3.Q8_0"_s;
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("part of a name") << u"Phi"_s << QString();
    QTest::newRow("ghost") << u"phi3-lora"_s << QString();
}

void TestModelStore::findsModelsByEveryName()
{
    QFETCH(QString, name);
    QFETCH(QString, id);
    QList<Model> models{model("Phi-3.Q4_K_M.gguf", 1, "org/Phi-3-GGUF"), model("Phi-3.Q8_0.gguf", 2, "org/Phi-3-GGUF")};
    assignIds(models);
    const auto found = findModel(models, name);
    QCOMPARE(found ? found->id : QString(), id);
    if (!found)
        QCOMPARE(found.error().kind, ErrorKind::ModelNotFound);
}

void TestModelStore::namesTheCandidatesWhenAmbiguous()
{
    QList<Model> models{model("a.Q4_K_M.gguf", 1, "org/r"), model("a.Q8_0.gguf", 2, "org/r")};
    assignIds(models);
    const auto found = findModel(models, u"org/r"_s);
    QVERIFY(!found);
    QCOMPARE(found.error().kind, ErrorKind::AmbiguousModel);
    QVERIFY(found.error().message.contains("a or a.Q8_0"_L1));
}

void TestModelStore::namesForShimmyAreHarmless_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path : {"Phi_3 Mini.Q4_K_M.gguf", "phi3-lora.gguf", "base-lora.gguf", "x-00001-of-00001.gguf",
                             "x-00001-of-00002.gguf", "UPPER.GGUF", "..gguf", "\u00e4\u00f6\u00fc.gguf", "a/b/x.gguf"})
        QTest::addRow("%s", path) << QString::fromUtf8(path);
}

void TestModelStore::namesForShimmyAreHarmless()
{
    QFETCH(QString, path);
    const QString name = servingNameOf(path);
    QCOMPARE(name, shimmyIdOf(name)); // Shimmy's id is the name: it changes nothing in it
    static const QRegularExpression harmless(u"\\A[a-z0-9-][a-z0-9.-]*-[0-9a-f]{8}\\z"_s);
    QVERIFY2(harmless.match(name).hasMatch(), qPrintable(name));
    QVERIFY(!name.endsWith("-lora"_L1));
    QCOMPARE(servingNameOf(path), name);
    QVERIFY(servingNameOf(u"other/"_s + path) != name);
}

void TestModelStore::aModelsVersionChangesWithIt()
{
    QTemporaryDir directory;
    for (const auto &name : {u"one.Q4_K_M.gguf"_s, u"one.Q8_0.gguf"_s, u"other.gguf"_s})
        QVERIFY(writeTinyGguf(directory.filePath(name)));
    const auto store = ModelStore::open(directory.path());
    QVERIFY(store.has_value());
    const auto versionOf = [&store](const QString &file) { return (*store)->findFile(file)->version; };
    const quint64 first = versionOf(u"one.Q4_K_M.gguf"_s);
    const quint64 second = versionOf(u"one.Q8_0.gguf"_s);
    const quint64 other = versionOf(u"other.gguf"_s);
    QVERIFY(first > 0 && second > 0 && other > 0 && first != second && second != other && other != first);

    ModelManifest changed = (*store)->findFile(u"other.gguf"_s)->manifest;
    changed.isDamaged = true;
    (*store)->add(changed);
    QVERIFY(versionOf(u"other.gguf"_s) != other);
    QCOMPARE(versionOf(u"one.Q4_K_M.gguf"_s), first);

    (*store)->withdraw(*(*store)->findFile(u"one.Q4_K_M.gguf"_s)); // the id "one" is the other one's now
    QCOMPARE((*store)->findFile(u"one.Q8_0.gguf"_s)->id, u"one"_s);
    QVERIFY(versionOf(u"one.Q8_0.gguf"_s) != second);
}

void TestModelStore::adoptsCompleteFilesOnly()
{
    const QTemporaryDir directory;
    const QDir models(directory.path());
    QVERIFY(writeTinyGguf(models.filePath(u"good.gguf"_s)));
    QVERIFY(models.mkpath(u"sub/folder"_s) && models.mkpath(u".hidden"_s));
    QVERIFY(writeTinyGguf(models.filePath(u"sub/folder/deep.gguf"_s)));
    QVERIFY(writeTinyGguf(models.filePath(u".hidden/no.gguf"_s)));
    QVERIFY(QFile::link(u"/etc/passwd"_s, models.filePath(u"link.gguf"_s)));
    for (const auto &[name, bytes] :
         {std::pair("truncated.gguf", damagedGgufBytes(DamagedGguf::Truncated)), std::pair("empty.gguf", QByteArray()),
          std::pair("html.gguf", QByteArray("<html>")), std::pair("notes.txt", QByteArray("x"))}) {
        QFile file(models.filePath(QString::fromLatin1(name)));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }

    const auto store = ModelStore::open(directory.path());

    QVERIFY(store.has_value());
    QStringList found;
    for (const Model &each : (*store)->models())
        found += each.manifest.file;
    found.sort();
    QCOMPARE(found, (QStringList{u"good.gguf"_s, u"sub/folder/deep.gguf"_s}));
    QCOMPARE((*store)->find(u"good"_s)->manifest.header.architecture, u"llama"_s);
    QVERIFY(QFile::exists(models.filePath(u"truncated.gguf"_s))); // not ours to remove
}

void TestModelStore::showsShimmyExactlyTheModels()
{
    const QTemporaryDir directory;
    const QDir models(directory.path());
    QVERIFY(writeTinyGguf(models.filePath(u"one.gguf"_s)) && writeTinyGguf(models.filePath(u"two.gguf"_s)));
    const auto store = ModelStore::open(directory.path());
    QVERIFY(store.has_value());
    const QDir serving((*store)->layout().serving());
    QVERIFY(QFile::link(u"/etc/passwd"_s, serving.filePath(u"stray.gguf"_s)));

    QVERIFY((*store)->updateServingDirectory());
    QStringList targets;
    for (const QFileInfo &entry : serving.entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot))
        targets += QFileInfo(entry.symLinkTarget()).fileName();
    targets.sort();
    QCOMPARE(targets, (QStringList{u"one.gguf"_s, u"two.gguf"_s}));

    QVERIFY(QFile::remove(models.filePath(u"one.gguf"_s)));
    QCOMPARE((*store)->find(u"one"_s).error().kind, ErrorKind::ModelNotFound);
    (*store)->dropMissing();
    QVERIFY((*store)->updateServingDirectory());
    QCOMPARE((*store)->models().size(), 1);
    QCOMPARE(serving.entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(), 1);
}

void TestModelStore::admitsOneProcess()
{
    const QTemporaryDir directory;
    const auto first = ModelStore::open(directory.path());
    QVERIFY(first.has_value());
    const auto second = ModelStore::open(directory.path());
    QVERIFY(!second.has_value());
    QCOMPARE(second.error().kind, ErrorKind::Locked);
    QVERIFY(second.error().message.contains(QString::number(QCoreApplication::applicationPid())));
}

void TestModelStore::leavesALivingReplicasWorkAlone()
{
    const QTemporaryDir directory;
    const auto first = ModelStore::open(directory.path(), ModelStore::Sharing::WithReplicas);
    QVERIFY(first.has_value());
    const StoreLayout &layout = (*first)->layout();
    // What it has written just before its file appears, and a part that it has just begun.
    ModelManifest manifest;
    manifest.file = u"new.gguf"_s;
    QVERIFY(writeDurably(layout.nextManifestOf(manifest.file, 4711), toJson(manifest.toJson())));
    const QDir manifests(layout.manifests());
    const QStringList waiting = manifests.entryList(QDir::Files);
    QCOMPARE(waiting.size(), 1);
    QVERIFY(QDir(layout.parts()).mkdir(u"justBegun"_s));

    const auto second = ModelStore::open(directory.path(), ModelStore::Sharing::WithReplicas);
    QVERIFY(second.has_value());
    (*second)->collectParts({});
    QCOMPARE(manifests.entryList(QDir::Files), waiting);
    QVERIFY(QDir(layout.parts()).exists(u"justBegun"_s));

    QVERIFY(QDir(layout.replicas() + u'/' + layout.replica()).removeRecursively()); // dead
    (*second)->settle();
    QCOMPARE(manifests.entryList(QDir::Files), QStringList());
}

void TestModelStore::aFileIsKnownByTheManifestThatStillWaits()
{
    const QTemporaryDir directory;
    const auto publisher = ModelStore::open(directory.path(), ModelStore::Sharing::WithReplicas);
    const auto other = ModelStore::open(directory.path(), ModelStore::Sharing::WithReplicas);
    QVERIFY(publisher.has_value() && other.has_value());
    const QString path = directory.filePath(u"new.gguf"_s);
    QVERIFY(writeTinyGguf(path));
    struct stat status { };
    QCOMPARE(::stat(QFile::encodeName(path).constData(), &status), 0);
    ModelManifest manifest;
    manifest.file = u"new.gguf"_s;
    manifest.bytes = status.st_size;
    manifest.source =
        ModelSource{*RepoId::parse(u"a/b"_s), *RepoPath::parse(u"new.gguf"_s), Revision::main(), QString(40, u'a')};
    manifest.addedAt = QDateTime::currentDateTimeUtc();
    manifest.header = *readGgufHeader(path);
    const StoreLayout &layout = (*publisher)->layout();
    QVERIFY(writeDurably(layout.nextManifestOf(manifest.file, status.st_ino), toJson(manifest.toJson())));
    // What changes the manifests, so that the other looks.
    QVERIFY(writeDurably(layout.manifestOf(u"unrelated.gguf"_s), "{}"));

    (*other)->refresh();

    QCOMPARE((*other)->models().size(), 1);
    QVERIFY((*other)->models().first().manifest.source.has_value());
}

void TestModelStore::aFileThatIsInTheWayKeepsItsManifest()
{
    QTemporaryDir directory;
    QVERIFY(writeTinyGguf(directory.filePath(u"model.gguf"_s)));
    const auto store = ModelStore::open(directory.path());
    QVERIFY(store.has_value());
    const StoreLayout layout = (*store)->layout();
    const ModelManifest before = (*store)->findFile(u"model.gguf"_s)->manifest;
    const QString another = layout.parts() + u"/another"_s;
    QVERIFY(writeTinyGguf(another));
    ModelManifest manifest = before;
    manifest.sha256 = Sha256::fromHex(QByteArray(64, 'a'));

    const auto published = publishFile(another, manifest, {layout, u"model.gguf"_s, false, manifest.addedAt});

    QVERIFY(!published);
    QCOMPARE(published.error().kind, ErrorKind::Locked);
    QVERIFY(QFile::exists(another));
    const auto known = knownModel(layout, u"model.gguf"_s);
    QVERIFY(known.has_value());
    QCOMPARE(known->toJson(), before.toJson());
    QCOMPARE(QDir(layout.manifests()).entryList(QDir::Files).size(), 1); // nothing else waits there
}

void TestModelStore::aFileThatWasJustBroughtKeepsItsManifest()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"model.gguf"_s);
    QVERIFY(writeTinyGguf(path));
    const auto adopter = ModelStore::open(directory.path(), ModelStore::Sharing::WithReplicas);
    QVERIFY(adopter.has_value());
    const QString manifest = (*adopter)->layout().manifestOf(u"model.gguf"_s);
    QVERIFY(QFile::exists(manifest));

    QVERIFY(createDurably(manifest, "another's"));

    QFile kept(manifest);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QVERIFY(kept.readAll().startsWith('{'));
}

void TestModelStore::collectsPartsThatNobodyGoesOnWith()
{
    const QTemporaryDir directory;
    const auto store = ModelStore::open(directory.path());
    QVERIFY(store.has_value());
    const QDir parts((*store)->layout().parts());
    QVERIFY(parts.mkdir(u"orphan"_s));
    const auto addPart = [&](char commit, int daysOld) {
        const PartPlan plan{*RepoId::parse(u"a/b"_s),
                            *RepoPath::parse(u"c.gguf"_s),
                            Revision::main(),
                            QString(40, QLatin1Char(commit)),
                            10,
                            {}};
        const auto part = PartFile::open(plan, parts.path());
        QFile data((*part)->dataPath());
        if (!data.open(QIODevice::ReadWrite)
            || !data.setFileTime(QDateTime::currentDateTime().addDays(-daysOld), QFileDevice::FileModificationTime))
            qFatal("cannot age the part");
        return plan.id();
    };
    const QString fresh = addPart('a', 6);
    const QString stale = addPart('b', 8);
    const QString paused = addPart('c', 8);

    (*store)->collectParts({paused});

    QStringList left{fresh, paused};
    left.sort();
    QCOMPARE(parts.entryList(QDir::AllEntries | QDir::NoDotAndDotDot, QDir::Name), left);
    QVERIFY(!left.contains(stale));
}

void TestModelStore::readsHeaders()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"tiny.gguf"_s);
    QVERIFY(writeTinyGguf(path, {.name = "my model", .chatTemplate = "{{ messages }}"}));
    const auto header = readGgufHeader(path);
    QVERIFY(header.has_value());
    QCOMPARE(header->architecture, u"llama"_s);
    QCOMPARE(header->name, u"my model"_s);
    QVERIFY(header->hasChatTemplate);
    QVERIFY(header->contextLength > 0 && header->parameterCount > 0);
    QVERIFY(writeSparseGguf(path, 1LL << 32));
    QVERIFY(readGgufHeader(path).has_value());
}

void TestModelStore::refusesHeaders_data()
{
    QTest::addColumn<DamagedGguf>("damage");
    for (int damage = 0; damage <= static_cast<int>(DamagedGguf::FiveDimensions); ++damage)
        QTest::addRow("damage %d", damage) << static_cast<DamagedGguf>(damage);
}

void TestModelStore::refusesHeaders()
{
    QFETCH(DamagedGguf, damage);
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"bad.gguf"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(damagedGgufBytes(damage));
    file.close();
    const auto header = readGgufHeader(file.fileName());
    QVERIFY(!header.has_value());
    QCOMPARE(header.error().kind, ErrorKind::NotGguf);
    QVERIFY(header.error().message.startsWith("Downloaded file is not a valid GGUF/GGML model"_L1));
}

QTEST_GUILESS_MAIN(TestModelStore)
#include "test_model_store.moc"
