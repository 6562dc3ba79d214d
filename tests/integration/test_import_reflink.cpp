#include "fake_shimmy_program.h"
#include "precondition.h"
#include "pull_fixture.h"
#include "run_program.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QFile>
#include <QStorageInfo>
#include <QTest>

#include <sys/mount.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;

/// A small XFS, whose files can share blocks, that goes with it.
class XfsDisk {
public:
    XfsDisk()
    {
        QFile image(m_directory.filePath(u"image"_s));
        m_mounted = image.open(QIODevice::WriteOnly) && image.resize(512 * mebibyte)
            && runs(u"mkfs.xfs"_s, {u"-q"_s, u"-m"_s, u"reflink=1"_s, image.fileName()})
            && QDir(m_directory.path()).mkdir(u"disk"_s)
            && runs(u"mount"_s, {u"-t"_s, u"xfs"_s, u"-o"_s, u"loop"_s, image.fileName(), path()});
    }
    ~XfsDisk()
    {
        if (m_mounted)
            ::umount2(QFile::encodeName(path()).constData(), MNT_DETACH); // the loop device goes with it
    }
    XfsDisk(const XfsDisk &) = delete;
    XfsDisk &operator=(const XfsDisk &) = delete;
    bool isMounted() const { return m_mounted; }
    QString path() const { return m_directory.filePath(u"disk"_s); }
    QString folder(const QString &name) const
    {
        QDir(path()).mkpath(name);
        return path() + u'/' + name;
    }
    qint64 usedBytes() const
    {
        ::sync();
        const QStorageInfo disk(path());
        return disk.bytesTotal() - disk.bytesFree();
    }

private:
    static bool runs(const QString &program, const QStringList &arguments)
    {
        const ProgramResult result = runProgram(program, arguments);
        if (result.exitCode != 0)
            qWarning().noquote() << program << result.errors;
        return result.exitCode == 0;
    }

    QTemporaryDir m_directory;
    bool m_mounted = false;
};

} // namespace

/// Files of this machine become models without their bytes being copied.
class TestImportReflink : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sharesTheBlocksAndNothingElse_data();
    void sharesTheBlocksAndNothingElse();
};

void TestImportReflink::sharesTheBlocksAndNothingElse_data()
{
    QTest::addColumn<QString>("mode");
    QTest::newRow("by wish") << u"reflink"_s;
    QTest::newRow("of its own accord") << u"auto"_s;
}

void TestImportReflink::sharesTheBlocksAndNothingElse()
{
    QFETCH(QString, mode);
    const XfsDisk disk;
    NEED_OR_SKIP(disk.isMounted(), "XFS on a loop device is needed");
    const QString path = disk.folder(u"from"_s) + u"/large.gguf"_s;
    QVERIFY(writeTinyGguf(path, {.minimumBytes = 64 * mebibyte}));
    FakeShimmyProgram program;
    const PullFixture fixture({u"--import-from"_s, disk.folder(u"from"_s)}, disk.folder(u"models"_s), program.path());
    const QByteArray sha256 = sha256OfFile(path);
    const qint64 before = disk.usedBytes();

    const QList<QJsonObject> lines =
        httpPost(fixture.port(), "/v1/api/import", {{u"path"_s, path}, {u"mode"_s, mode}}).lines();

    const QJsonObject last = lines.last();
    QCOMPARE(last.value("status"_L1), u"complete"_s);
    QCOMPARE(last.value("mode"_L1), u"reflink"_s);
    QCOMPARE(last.value("sha256"_L1).toString().toLatin1(), sha256);
    const qint64 grown = disk.usedBytes() - before;
    QVERIFY2(grown < 8 * mebibyte, qPrintable(QString::number(grown)));
    // Whoever writes to the file does not write to the model.
    QFile source(path);
    QVERIFY(source.open(QIODevice::ReadWrite) && source.seek(source.size() - 100) && source.write("other") == 5);
    source.close();
    QVERIFY(sha256OfFile(path) != sha256);
    QCOMPARE(sha256OfFile(last.value("path"_L1).toString()), sha256);
}

QTEST_GUILESS_MAIN(TestImportReflink)
#include "test_import_reflink.moc"
