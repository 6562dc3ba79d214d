#include "hub/model_ref.h"
#include "hub/quantization.h"
#include "hub/repo_choice.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace {

RepoFile file(const char *path, qint64 bytes)
{
    return {*RepoPath::parse(QString::fromUtf8(path)), bytes, {}};
}

} // namespace

class TestHubNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsRepos_data();
    void readsRepos();
    void readsRevisions_data();
    void readsRevisions();
    void readsQuantizations_data();
    void readsQuantizations();
    void readsReferences_data();
    void readsReferences();
    void choosesFiles_data();
    void choosesFiles();
    void choosesASplitModelByItsFirstShard();
    void groupsShardsAndPutsModelsFirst();
    void neverChoosesASplitModelWithAMissingShard();
    void saysWhyItChose();
    void countsBitsByParametersWhereTheyAreThisFiles();
    void recognisesShards();
};

void TestHubNames::readsRepos_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("owner/name") << u"TheBloke/phi-2-GGUF"_s << true;
    QTest::newRow("name") << u"gpt2"_s << true;
    QTest::newRow("dots and underscores") << u"a.b_c/d.e_f"_s << true;
    QTest::newRow("96 characters") << QString(96, u'a') << true;
    QTest::newRow("97 characters") << QString(97, u'a') << false;
    for (const char *bad :
         {"",     "/",    "a/",   "/a",      "a/b/c", "..",     "a/..",  "a/b..c", "a--b/c",   "-a/b",
          "a/b-", ".a/b", "a/b.", "a/b.git", "a b/c", "a/b\\c", "a/b%c", "a/b?c",  "a/\u00e4", "a/b\n"}) {
        QTest::addRow("bad: %s", bad) << QString::fromUtf8(bad) << false;
    }
}

void TestHubNames::readsRepos()
{
    QFETCH(QString, text);
    QFETCH(bool, good);
    const auto repo = RepoId::parse(text);
    QCOMPARE(repo.has_value(), good);
    if (good)
        QCOMPARE(repo->toString(), text);
}

void TestHubNames::readsRevisions_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("branch") << u"main"_s << true;
    QTest::newRow("pull request") << u"refs/pr/1"_s << true;
    QTest::newRow("commit") << QString(40, u'a') << true;
    for (const char *bad : {"..", "a/../b", "a b", "a\n", "/a", "a?b", "a#b", "a%2fb", "a\\b"})
        QTest::addRow("bad: %s", bad) << QString::fromUtf8(bad) << false;
}

void TestHubNames::readsRevisions()
{
    QFETCH(QString, text);
    QFETCH(bool, good);
    const auto revision = Revision::parse(text);
    QCOMPARE(revision.has_value(), good);
    if (good)
        QCOMPARE(revision->isCommit(), text.size() == 40);
}

void TestHubNames::readsQuantizations_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QString>("stripped");
    QTest::newRow("after a dot") << u"phi-2.Q4_K_M.gguf"_s << u"Q4_K_M"_s << u"phi-2"_s;
    QTest::newRow("after a dash") << u"Llama-3.2-1B-Instruct-Q8_0.gguf"_s << u"Q8_0"_s << u"Llama-3.2-1B-Instruct"_s;
    QTest::newRow("lower case") << u"gemma-3-270m-q4_k_m.gguf"_s << u"Q4_K_M"_s << u"gemma-3-270m"_s;
    QTest::newRow("importance matrix") << u"x-IQ2_XXS.gguf"_s << u"IQ2_XXS"_s << u"x"_s;
    QTest::newRow("unsloth's") << u"x-UD-Q4_K_XL.gguf"_s << u"UD-Q4_K_XL"_s << u"x"_s;
    QTest::newRow("full precision") << u"x.BF16.gguf"_s << u"BF16"_s << u"x"_s;
    QTest::newRow("the last wins") << u"x-Q8_0-requant.Q4_0.gguf"_s << u"Q4_0"_s << u"x-Q8_0-requant"_s;
    QTest::newRow("none") << u"tiny.gguf"_s << QString() << u"tiny"_s;
    QTest::newRow("part of a word") << u"fooQ4_0bar.gguf"_s << QString() << u"fooQ4_0bar"_s;
}

void TestHubNames::readsQuantizations()
{
    QFETCH(QString, name);
    QFETCH(QString, tag);
    QFETCH(QString, stripped);
    const auto quantization = Quantization::ofFileName(name);
    QCOMPARE(quantization ? quantization->toString() : QString(), tag);
    QCOMPARE(Quantization::strippedFrom(name.chopped(5)), stripped);
    if (!tag.isEmpty())
        QVERIFY(quantization->bitsPerWeight().has_value());
}

void TestHubNames::readsReferences_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected"); // repo|quantization|file|revision; empty: refused
    QTest::newRow("repo") << u"a/b"_s << u"a/b|||"_s;
    QTest::newRow("tag") << u"a/b:q4_k_m"_s << u"a/b|q4_k_m||"_s;
    QTest::newRow("hf.co") << u"hf.co/a/b:Q8_0"_s << u"a/b|Q8_0||"_s;
    QTest::newRow("page") << u"https://huggingface.co/a/b"_s << u"a/b|||"_s;
    QTest::newRow("tree") << u"https://huggingface.co/a/b/tree/v1"_s << u"a/b|||v1"_s;
    QTest::newRow("resolve") << u"https://huggingface.co/a/b/resolve/main/x.gguf?download=true"_s
                             << u"a/b||x.gguf|main"_s;
    QTest::newRow("blob in a folder") << u"https://hf.co/a/b/blob/main/d/x.gguf"_s << u"a/b||d/x.gguf|main"_s;
    QTest::newRow("the mirror") << u"http://mirror.example/a/b"_s << u"a/b|||"_s;
    for (const char *bad : {"https://example.com/a/b", "https://huggingface.co@evil.example/a/b", "ftp://hf.co/a/b",
                            "https://huggingface.co/a/b/resolve/main/x.bin", "https://huggingface.co/datasets/a/b",
                            "https://huggingface.co/a/b/resolve/main/%2e%2e/x.gguf", "a/b:", "a/b:../x", "a/b:x:y",
                            "file:///etc/passwd"}) {
        QTest::addRow("bad: %s", bad) << QString::fromUtf8(bad) << QString();
    }
}

void TestHubNames::readsReferences()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const auto ref = ModelRef::parse(text, u"mirror.example"_s);
    QString seen;
    if (ref) {
        seen = QStringList{ref->repo.toString(), ref->quantization.value_or(QString()),
                           ref->file ? ref->file->toString() : QString(),
                           ref->revision ? ref->revision->toString() : QString()}
                   .join(u'|');
    }
    QCOMPARE(seen, expected);
}

void TestHubNames::choosesFiles_data()
{
    QTest::addColumn<QString>("tag");
    QTest::addColumn<qint64>("memory");
    QTest::addColumn<QString>("chosen"); // empty: none
    const qint64 gigabyte = 1'000'000'000;
    QTest::newRow("the best that fits") << QString() << 16 * gigabyte << u"m.Q4_K_M.gguf"_s;
    QTest::newRow("a smaller one") << QString() << 4 * gigabyte << u"m.Q3_K_M.gguf"_s;
    QTest::newRow("none fits") << QString() << gigabyte << QString();
    QTest::newRow("named") << u"Q8_0"_s << gigabyte << u"m.Q8_0.gguf"_s; // the user knows better
    QTest::newRow("named, not there") << u"Q5_0"_s << 16 * gigabyte << QString();
}

void TestHubNames::choosesFiles()
{
    QFETCH(QString, tag);
    QFETCH(qint64, memory);
    QFETCH(QString, chosen);
    const QList<RepoFile> files{file("README.md", 10),
                                file("m.BF16.gguf", 14'000'000'000),
                                file("m.Q8_0.gguf", 7'700'000'000),
                                file("m.Q4_K_M.gguf", 4'100'000'000),
                                file("m.Q3_K_M.gguf", 3'300'000'000),
                                file("mmproj-m.Q4_K_M.gguf", 100'000'000),
                                file("m.imatrix.gguf", 1'000)};
    const auto result =
        chooseFile(files, *RepoId::parse(u"a/b"_s), tag.isEmpty() ? std::nullopt : Quantization::parse(tag), memory);
    QCOMPARE(result ? result->gguf.path.toString() : QString(), chosen);
    if (!result)
        QVERIFY(!result.error().hint.isEmpty());
}

void TestHubNames::choosesASplitModelByItsFirstShard()
{
    const RepoId repo = *RepoId::parse(u"a/b"_s);
    const QList<RepoFile> files{file("m-Q8_0-00002-of-00002.gguf", 700), file("m-Q8_0-00001-of-00002.gguf", 300),
                                file("m-Q4_K_M-00001-of-00002.gguf", 1'000'000'000),
                                file("m-Q4_K_M-00002-of-00002.gguf", 1'000'000'000), file("m.Q4_K_M.gguf", 10)};
    const auto split = chooseFile(files, repo, Quantization::parse(u"Q8_0"_s), 1LL << 40);
    QVERIFY(split);
    QCOMPARE(split->gguf.path.toString(), u"m-Q8_0-00001-of-00002.gguf"_s);
    QCOMPARE(split->gguf.bytes, 1000); // all of it counts for the memory
    // One file is preferred to several.
    QCOMPARE(chooseFile(files, repo, Quantization::parse(u"Q4_K_M"_s), 1LL << 40)->gguf.path.toString(),
             u"m.Q4_K_M.gguf"_s);
    // The second shard alone would fit.
    QVERIFY(!chooseFile(files.mid(2, 2), repo, std::nullopt, 1'500'000'000));
}

void TestHubNames::groupsShardsAndPutsModelsFirst()
{
    const auto ggufs = ggufsAmong({file("README.md", 10), file("mmproj-m.gguf", 5),
                                   file("m-Q8_0-00002-of-00002.gguf", 700), file("m-Q8_0-00001-of-00002.gguf", 300),
                                   file("m.Q4_K_M.gguf", 400), file("m.imatrix.gguf", 1), file("mtp-m.gguf", 2)});
    QCOMPARE(ggufs.size(), 5);
    QCOMPARE(ggufs[0].path.toString(), u"m.Q4_K_M.gguf"_s);
    QVERIFY(ggufs[0].shards.isEmpty());
    QCOMPARE(ggufs[1].path.toString(), u"m-Q8_0-00001-of-00002.gguf"_s);
    QCOMPARE(ggufs[1].bytes, 1000);
    QCOMPARE(ggufs[1].shards.size(), 2);
    QCOMPARE(ggufs[1].shards[1].toString(), u"m-Q8_0-00002-of-00002.gguf"_s);
    QVERIFY(ggufs[1].isComplete);
    QCOMPARE(ggufs[2].kind, GgufKind::Projector);
    QCOMPARE(ggufs[3].kind, GgufKind::Imatrix);
    QCOMPARE(ggufs[4].kind, GgufKind::Draft);
}

void TestHubNames::neverChoosesASplitModelWithAMissingShard()
{
    const QList<RepoFile> files{file("m-Q4_K_M-00001-of-00003.gguf", 1), file("m-Q4_K_M-00003-of-00003.gguf", 1),
                                file("m.Q2_K.gguf", 1)};
    const RepoId repo = *RepoId::parse(u"a/b"_s);
    QCOMPARE(chooseFile(files, repo, std::nullopt, 1LL << 40)->gguf.path.toString(), u"m.Q2_K.gguf"_s);
    QVERIFY(!chooseFile(files, repo, Quantization::parse(u"Q4_K_M"_s), 1LL << 40));
    QVERIFY(!ggufsAmong(files).last().isComplete);
}

void TestHubNames::saysWhyItChose()
{
    const RepoId repo = *RepoId::parse(u"a/b"_s);
    const QList<RepoFile> files{file("m.Q4_K_M.gguf", 10'000'000'000), file("m.Q2_K.gguf", 1'000'000'000)};
    // 1 GB, a tenth more, and 300 MB.
    QCOMPARE(chooseFile(files, repo, std::nullopt, 8'000'000'000)->reason,
             u"Q2_K, the preferred one of those that fit, needs about 1.4 GB of 8.0 GB"_s);
    QCOMPARE(chooseFile(files, repo, std::nullopt, 80'000'000'000)->reason,
             u"Q4_K_M, the preferred one of all, needs about 11.3 GB of 80.0 GB"_s);
    QCOMPARE(chooseFile(files.mid(1), repo, std::nullopt, 8'000'000'000)->reason,
             u"the only model, needs about 1.4 GB of 8.0 GB"_s);
}

void TestHubNames::countsBitsByParametersWhereTheyAreThisFiles()
{
    const auto gguf = [](const char *path, qint64 bytes) { return ggufsAmong({file(path, bytes)}).first(); };
    QCOMPARE(bitsPerWeight(gguf("m.Q4_K_M.gguf", 500), 800), std::optional(5.0));
    QCOMPARE(bitsPerWeight(gguf("m.Q4_K_M.gguf", 500), 0), std::optional(4.9)); // the contract's table
    // Of another model of the repo: 80 bits a weight cannot be.
    QCOMPARE(bitsPerWeight(gguf("other.Q4_K_M.gguf", 8000), 800), std::optional(4.9));
    QCOMPARE(bitsPerWeight(gguf("untagged.gguf", 500), 800), std::optional(5.0));
    QCOMPARE(bitsPerWeight(gguf("untagged.gguf", 500), 0), std::optional<double>());
    QCOMPARE(bitsPerWeight(gguf("mmproj.gguf", 500), 800), std::optional<double>());
}

void TestHubNames::recognisesShards()
{
    QCOMPARE(shardOf(*RepoPath::parse(u"d/m-00002-of-00007.gguf"_s))->number, 2);
    QCOMPARE(shardOf(*RepoPath::parse(u"d/m-00002-of-00007.gguf"_s))->count, 7);
    QVERIFY(!shardOf(*RepoPath::parse(u"m-0002-of-0007.gguf"_s)));
    QCOMPARE(firstShardOf(*RepoPath::parse(u"d/m-00002-of-00007.gguf"_s)).toString(), u"d/m-00001-of-00007.gguf"_s);
    QCOMPARE(firstShardOf(*RepoPath::parse(u"m.gguf"_s)).toString(), u"m.gguf"_s);
}

QTEST_APPLESS_MAIN(TestHubNames)
#include "test_hub_names.moc"
