#include "base/json.h"
#include "store/durable_file.h"
#include "store/model_removal.h"
#include "store/model_store.h"
#include "store/trash.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace {

/// While it lives no further file can be opened, so that no directory can be synced; names can be changed.
class NoDescriptors {
public:
    NoDescriptors()
    {
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        const rlimit none{0, m_before.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &m_before); }
    NoDescriptors(const NoDescriptors &) = delete;
    NoDescriptors &operator=(const NoDescriptors &) = delete;

private:
    rlimit m_before{};
};

quint64 inodeOf(const QString &path)
{
    struct stat status { };
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_ino : 0;
}

/// What a removal of one model leaves to a process that starts after a crash.
struct Remains {
    QStringList models; ///< ids
    QStringList files;
    qsizetype manifests = 0;
    qsizetype trash = 0;
    bool operator==(const Remains &) const = default;
};

Remains afterAStart(const QString &directory)
{
    const auto store = ModelStore::open(directory);
    if (!store)
        qFatal("cannot open the store");
    Remains remains;
    for (const Model &model : (*store)->models())
        remains.models += model.id;
    remains.files = QDir(directory).entryList(QDir::Files);
    remains.manifests = QDir((*store)->layout().manifests()).entryList(QDir::Files).size();
    remains.trash = QDir((*store)->layout().trash()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size();
    return remains;
}

/// Of this process, in seconds; not the kernel's, whose work with names depends on what was deleted lately.
double userTime()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) / 1e6;
}

const Remains nothing{};
const Remains everything{{u"one"_s}, {u"one.gguf"_s}, 1, 0};

} // namespace

/// A removal that is broken off between any two of its steps.
class TestModelRemoval : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isKnownWhoeverBeganIt();
    void isLookedUpOnceForAllFiles();
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_file = m_directory->filePath(u"one.gguf"_s);
        QVERIFY(writeTinyGguf(m_file));
        const auto store = ModelStore::open(m_directory->path());
        QVERIFY(store.has_value() && (*store)->models().size() == 1);
        m_manifest = (*store)->models().first().manifest;
    }
    void aModelThatNothingHappenedToStays() { QCOMPARE(afterAStart(m_directory->path()), everything); }
    void goesOnOnceItWasNoted()
    {
        QVERIFY(beginRemoval(layout(), m_manifest));
        QCOMPARE(QDir(m_directory->path()).entryList(QDir::Files), QStringList{u"one.gguf"_s});
        QCOMPARE(afterAStart(m_directory->path()), nothing);
    }
    void goesOnOnceItsFileIsInTheTrash()
    {
        QVERIFY(beginRemoval(layout(), m_manifest));
        QVERIFY(buryInTrash(m_file, layout().trash()));
        QCOMPARE(afterAStart(m_directory->path()), nothing);
    }
    void goesOnWhenOnlyTheTrashIsLeft()
    {
        const auto inode = beginRemoval(layout(), m_manifest);
        QVERIFY(buryInTrash(m_file, layout().trash()));
        QVERIFY(QFile::remove(layout().lastManifestOf(m_manifest.file, *inode)));
        QCOMPARE(afterAStart(m_directory->path()), nothing);
    }
    void leavesNothing()
    {
        const auto inode = beginRemoval(layout(), m_manifest);
        QCOMPARE(*inode, inodeOf(m_file));
        finishRemoval(layout(), m_manifest.file, *inode);
        QVERIFY(QDir(layout().trash()).isEmpty() && QDir(layout().manifests()).isEmpty());
        QCOMPARE(afterAStart(m_directory->path()), nothing);
    }
    void aNewModelWithTheNumberOfTheRemovedOneStays()
    {
        const auto inode = beginRemoval(layout(), m_manifest);
        // As if the removal had ended, and a pull had come to the same place and number, but for the note of it.
        QVERIFY(writeDurably(layout().manifestOf(m_manifest.file), toJson(m_manifest.toJson())));
        QCOMPARE(inodeOf(m_file), *inode);
        QCOMPARE(afterAStart(m_directory->path()), everything);
    }
    void anotherFileInItsPlaceStays()
    {
        const auto inode = beginRemoval(layout(), m_manifest);
        QVERIFY(QFile::rename(m_file, m_directory->filePath(u"aside"_s)) && writeTinyGguf(m_file)); // of the same size
        finishRemoval(layout(), m_manifest.file, *inode);
        QVERIFY(QFile::remove(m_directory->filePath(u"aside"_s)));
        QCOMPARE(afterAStart(m_directory->path()), everything);
    }
    void aFileThatWasReplacedBeforeStays()
    {
        QFile other(m_file);
        QVERIFY(other.resize(other.size() + 32)); // it is not what the manifest says
        const auto inode = beginRemoval(layout(), m_manifest);
        QCOMPARE(*inode, quint64(0));
        finishRemoval(layout(), m_manifest.file, *inode);
        QVERIFY(QFile::exists(m_file));
        QVERIFY(QDir(layout().manifests()).isEmpty());
    }
    void whatTheTrashDoesNotTakeGoesAllTheSame()
    {
        const auto inode = beginRemoval(layout(), m_manifest);
        QVERIFY(QDir(layout().trash()).removeRecursively()); // so that nothing can be moved there
        finishRemoval(layout(), m_manifest.file, *inode);
        QVERIFY(!QFile::exists(m_file));
        QCOMPARE(afterAStart(m_directory->path()), nothing);
    }
    void aFileThatCannotGoYetGoesAtTheNextStart()
    {
        const auto inode = beginRemoval(layout(), m_manifest);
        const QByteArray path = QFile::encodeName(m_file);
        // Neither renamed nor unlinked while something is mounted on it.
        QCOMPARE(::mount(path.constData(), path.constData(), nullptr, MS_BIND, nullptr), 0);
        QVERIFY(!finishRemoval(layout(), m_manifest.file, *inode));
        QVERIFY(afterAStart(m_directory->path()).models.isEmpty()); // nor is it taken for a new one
        QCOMPARE(::umount2(path.constData(), MNT_DETACH), 0);
        QVERIFY(QFile::exists(m_file));
        QCOMPARE(afterAStart(m_directory->path()), nothing);
    }
    void isNotedUntilItsFileHasDurablyGone()
    {
        const auto inode = beginRemoval(layout(), m_manifest);
        {
            const NoDescriptors unsynced;
            finishRemoval(layout(), m_manifest.file, *inode);
        }
        QVERIFY(!QFile::exists(m_file));
        QVERIFY(QFile::exists(layout().lastManifestOf(m_manifest.file, *inode)));
        QCOMPARE(afterAStart(m_directory->path()), nothing);
    }
    void whatCouldNotBeNotedDurablyStays()
    {
        {
            const NoDescriptors unsynced;
            QVERIFY(!beginRemoval(layout(), m_manifest));
        }
        QCOMPARE(afterAStart(m_directory->path()), everything);
    }
    void aNewerVersionThatHasComeStays_data()
    {
        QTest::addColumn<int>("moreBytes");
        QTest::addColumn<bool>("isSettled");
        QTest::newRow("larger") << 32 << true;
        QTest::newRow("of the same size") << 0 << true;
        QTest::newRow("larger, its manifest waiting") << 32 << false;
        QTest::newRow("of the same size, its manifest waiting") << 0 << false;
    }
    void aNewerVersionThatHasComeStays()
    {
        QFETCH(int, moreBytes);
        QFETCH(bool, isSettled);
        QFile file(m_file);
        QVERIFY(QFile::rename(m_file, m_directory->filePath(u"aside"_s)) && writeTinyGguf(m_file)
                && file.resize(file.size() + moreBytes) && QFile::remove(m_directory->filePath(u"aside"_s)));
        ModelManifest newer = m_manifest;
        newer.bytes += moreBytes;
        newer.addedAt = m_manifest.addedAt.addSecs(60);
        const QString place =
            isSettled ? layout().manifestOf(newer.file) : layout().nextManifestOf(newer.file, inodeOf(m_file));
        QVERIFY(writeDurably(place, toJson(newer.toJson())));

        const auto inode = beginRemoval(layout(), m_manifest);
        QCOMPARE(*inode, quint64(0));
        finishRemoval(layout(), m_manifest.file, *inode);

        QCOMPARE(afterAStart(m_directory->path()), everything);
        const auto store = ModelStore::open(m_directory->path());
        QCOMPARE((*store)->models().first().manifest.toJson(), newer.toJson());
    }
    void aReplicaLeavesALivingOnesRemovalAlone()
    {
        auto first = ModelStore::open(m_directory->path(), ModelStore::Sharing::WithReplicas);
        QVERIFY(first && beginRemoval((*first)->layout(), m_manifest));

        auto second = ModelStore::open(m_directory->path(), ModelStore::Sharing::WithReplicas);
        QVERIFY(second.has_value());
        QVERIFY((*second)->models().isEmpty()); // nor does it take the file for somebody's gift
        QVERIFY(QFile::exists(m_file));

        first->get()->lease()->release();
        first->reset();
        second->reset();
        QCOMPARE(afterAStart(m_directory->path()), nothing);
    }
    void whatIsWithdrawnDoesNotComeBack()
    {
        const auto store = ModelStore::open(m_directory->path(), ModelStore::Sharing::WithReplicas);
        const Model model = (*store)->models().first();
        (*store)->withdraw(model);
        QVERIFY((*store)->find(u"one"_s).error().kind == ErrorKind::ModelNotFound);
        QVERIFY(!(*store)->servedAs(model.servingName));
        QVERIFY(createDurably((*store)->layout().manifestOf(u"other.gguf"_s), "{}")); // so that it looks
        (*store)->refresh();
        QVERIFY((*store)->models().isEmpty());
        (*store)->reinstate(model);
        QCOMPARE((*store)->find(u"one"_s)->path, m_file);
        QVERIFY((*store)->servedAs(model.servingName));
        QVERIFY((*store)->withdrawn().isEmpty());
    }

private:
    StoreLayout layout() const { return StoreLayout(m_directory->path()); }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_file;
    ModelManifest m_manifest;
    static double timeToAdopt(int files);
};

void TestModelRemoval::isKnownWhoeverBeganIt()
{
    const QTemporaryDir directory;
    const StoreLayout layout(directory.path());
    QVERIFY(QDir().mkpath(layout.manifests()));
    for (const QString &note : {layout.lastManifestOf(u"own.gguf"_s, 11),
                                QString(layout.lastManifestOf(u"sub/other.gguf"_s, 12) + u".pod-1")}) {
        QFile file(note);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    const RemovalNotes notes(layout);
    QVERIFY(notes.has(u"own.gguf"_s, 11));
    QVERIFY(notes.has(u"sub/other.gguf"_s, 12));
    QVERIFY(!notes.has(u"own.gguf"_s, 1)); // a file that has taken the place
    QVERIFY(!notes.has(u"other.gguf"_s, 12));
}

/// What a start that adopts so many files computes, in seconds.
double TestModelRemoval::timeToAdopt(int files)
{
    const QTemporaryDir directory;
    for (int file = 0; file < files; ++file)
        [&] { QVERIFY(writeSparseGguf(directory.filePath(u"model-%1.gguf"_s.arg(file)), 1 << 20)); }();
    const double begun = userTime();
    const auto store = ModelStore::open(directory.path());
    [&] { QVERIFY(store && (*store)->models().size() == files); }();
    return userTime() - begun;
}

/// A start with thousands of new files took minutes when each looked through the notes of all.
void TestModelRemoval::isLookedUpOnceForAllFiles()
{
    const double few = timeToAdopt(1000);
    const double many = timeToAdopt(4000);
    QVERIFY2(many < 8 * few, qPrintable(u"%1 s for 1000 files, %2 s for 4000"_s.arg(few).arg(many)));
}

QTEST_GUILESS_MAIN(TestModelRemoval)
#include "test_model_removal.moc"
