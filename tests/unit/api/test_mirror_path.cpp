#include "api/mirror_path.h"

#include <QStringList>
#include <QTest>

using namespace Qt::StringLiterals;

class TestMirrorPath : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheHubsPaths_data();
    void readsTheHubsPaths();
};

void TestMirrorPath::readsTheHubsPaths_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QString>("expected"); // what|repo|revision|file; empty: none
    const auto row = [](const char *path, const QString &expected) {
        QTest::newRow(path) << QByteArray(path) << expected;
    };
    row("/hub/api/whoami-v2", u"whoami|||"_s);
    row("/hub/api/models", u"search|||"_s);
    row("/hub/api/models/o/n", u"repo|o/n||"_s);
    row("/hub/api/models/gpt2", u"repo|gpt2||"_s);
    row("/hub/api/models/o/n/revision/main", u"repo|o/n|main|"_s);
    row("/hub/api/models/o/n/revision/refs%2Fpr%2F1", u"repo|o/n|refs/pr/1|"_s);
    row("/hub/api/models/o/n/refs", u"refs|o/n||"_s);
    row("/hub/api/models/o/n/tree/main", u"tree|o/n|main|"_s);
    row("/hub/api/models/o/n/tree/main/a%2Fb", u"tree|o/n|main|a/b"_s);
    row("/hub/api/models/o/n/tree/main/a/b", u"tree|o/n|main|a/b"_s);
    row("/hub/api/models/o/n/paths-info/main", u"paths|o/n|main|"_s);
    row("/hub/o/n/resolve/main/x.gguf", u"file|o/n|main|x.gguf"_s);
    row("/hub/o/n/resolve/main/a/x%20y.gguf", u"file|o/n|main|a/x y.gguf"_s);
    row("/hub/gpt2/resolve/v1.0/x.gguf", u"file|gpt2|v1.0|x.gguf"_s);
    row("/hub/o/resolve/resolve/main/x.gguf", u"file|o/resolve|main|x.gguf"_s);
    row("/hub/o/n/raw/main/x.gguf", u"pointer|o/n|main|x.gguf"_s);
    for (const char *none :
         {"/hub/", "/hub/o/n", "/hub/api", "/hub/api/datasets/o/n", "/hub/o/n/resolve/main", "/hub/o/n/resolve/main/",
          "/hub/o/n/blob/main/x.gguf", "/hub/api/models/o/n/commits/main", "/hub/api/models/o/n/revision/main/x", "/x"})
        row(none, QString());
}

void TestMirrorPath::readsTheHubsPaths()
{
    QFETCH(QByteArray, path);
    QFETCH(QString, expected);
    static const QStringList names{u"whoami"_s, u"search"_s, u"repo"_s, u"refs"_s,
                                   u"tree"_s,   u"paths"_s,  u"file"_s, u"pointer"_s};
    const auto found = MirrorPath::parse(path);
    const QString seen = found
        ? QStringList{names[static_cast<int>(found->what)], found->repo, found->revision, found->file}.join(u'|')
        : QString();
    QCOMPARE(seen, expected);
    if (found && !found->repo.isEmpty()) // what a redirect to the repo's own spelling is made of
        QCOMPARE(QByteArray("/hub" + found->before + found->repo.toUtf8() + found->after), path);
}

QTEST_APPLESS_MAIN(TestMirrorPath)
#include "test_mirror_path.moc"
