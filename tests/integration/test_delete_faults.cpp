#include "fake_shimmy_program.h"
#include "job_fixture.h"
#include "precondition.h"
#include "syscall_fault.h"
#include "tiny_gguf.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QScopeGuard>
#include <QTest>

#include <sys/mount.h>

using namespace Qt::StringLiterals;

/// Models are removed while the disk refuses to go along, or a pull is about to replace them.
class TestDeleteFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aFileThatCannotBeRemovedIsNotCalledFreed();
    void aFileThatCannotBeRemovedYetIsTriedAgain();
    void aRemovalThatCouldNotBeNotedHasNotHappened();
    void aNewerVersionThatIsJustComingStays();

private:
    HttpAnswer remove(const QString &id) const { return httpPost(port(), "/v1/api/delete", {{u"model"_s, id}}); }
    quint16 port() const { return m_fixture->port(); }
    QStringList listed() const;

    FakeShimmyProgram m_shimmy;
    std::unique_ptr<QTemporaryDir> m_models;
    std::unique_ptr<JobFixture> m_fixture;
    QByteArray m_path; ///< of the model "one"
};

void TestDeleteFaults::init()
{
    m_fixture.reset();
    m_models = std::make_unique<QTemporaryDir>();
    const QString file = m_models->filePath(u"one.gguf"_s);
    m_path = QFile::encodeName(file);
    QVERIFY(writeTinyGguf(file) && writeTinyGguf(m_models->filePath(u"other.gguf"_s)));
    m_fixture = std::make_unique<JobFixture>(QStringList(), m_models->path(), m_shimmy.path());
}

QStringList TestDeleteFaults::listed() const
{
    QStringList ids;
    for (const auto &model : httpGet(port(), "/v1/models").json().value("data"_L1).toArray())
        ids += model.toObject().value("id"_L1).toString();
    ids.sort();
    return ids;
}

void TestDeleteFaults::aFileThatCannotBeRemovedIsNotCalledFreed()
{
    // Neither renamed nor unlinked while something is mounted on it.
    QCOMPARE(::mount(m_path.constData(), m_path.constData(), nullptr, MS_BIND, nullptr), 0);
    auto unmount = qScopeGuard([this] { ::umount2(m_path.constData(), MNT_DETACH); });

    const HttpAnswer answer = remove(u"one"_s);
    const QStringList afterwards = listed();
    m_fixture->service().killNow();
    m_fixture->restart();
    const QStringList afterAStart = listed(); // it does not take the file for a new one

    QCOMPARE(answer.status, 500);
    QVERIFY2(answer.body.contains("gone for good") && answer.body.contains("one.gguf"), answer.body.constData());
    QCOMPARE(afterwards, QStringList{u"other"_s});
    QCOMPARE(afterAStart, QStringList{u"other"_s});
    QVERIFY(QFile::exists(QFile::decodeName(m_path)));
    QCOMPARE(::umount2(m_path.constData(), MNT_DETACH), 0);
    unmount.dismiss();
    m_fixture->restart();
    QCOMPARE(m_fixture->modelFiles(), QStringList{u"other.gguf"_s});
    QCOMPARE(listed(), QStringList{u"other"_s});
}

void TestDeleteFaults::aFileThatCannotBeRemovedYetIsTriedAgain()
{
    QCOMPARE(::mount(m_path.constData(), m_path.constData(), nullptr, MS_BIND, nullptr), 0);
    auto unmount = qScopeGuard([this] { ::umount2(m_path.constData(), MNT_DETACH); });
    QCOMPARE(remove(u"one"_s).status, 500);
    QCOMPARE(::umount2(m_path.constData(), MNT_DETACH), 0);
    unmount.dismiss();
    QVERIFY(QFile::exists(QFile::decodeName(m_path)));
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->modelFiles(), QStringList{u"other.gguf"_s}, 60'000);
}

void TestDeleteFaults::aRemovalThatCouldNotBeNotedHasNotHappened()
{
    {
        const SyscallFault broken(m_fixture->service().processId(), u"fsync:error=EIO"_s,
                                  m_models->filePath(u".shimmyd/manifests"_s));
        NEED_OR_SKIP(broken.isAttached(), "strace must be allowed to trace");
        QCOMPARE(remove(u"one"_s).status, 500);
        QVERIFY(broken.count() > 0);
    }
    const QStringList afterwards = listed();
    m_fixture->service().killNow();
    m_fixture->restart();

    QCOMPARE(afterwards, (QStringList{u"one"_s, u"other"_s}));
    QCOMPARE(listed(), afterwards);
    QVERIFY(QFile::exists(QFile::decodeName(m_path)));
}

void TestDeleteFaults::aNewerVersionThatIsJustComingStays()
{
    const QByteArray older = m_fixture->offer(u"new"_s, 1 << 20);
    QCOMPARE(m_fixture->pullWhole(JobFixture::repo, u"new.gguf"_s, older), QString());
    const QByteArray newer = m_fixture->offer(u"new"_s, 9 << 20);
    m_fixture->hub.inject(slowly(u"new.gguf"_s, 100 << 10));
    const QJsonObject wish{{u"model"_s, JobFixture::repo}, {u"filename"_s, u"new.gguf"_s}, {u"force"_s, true}};
    BlockingHttp client(port());
    client.send(pullRequest(QJsonDocument(wish).toJson(QJsonDocument::Compact)));
    QTRY_VERIFY_WITH_TIMEOUT(!m_fixture->partData().isEmpty(), 20'000);
    const QString job = m_fixture->jobs().first().value("id"_L1).toString(); // those that run come first
    HttpAnswer early;
    {
        // Its last step before it appears.
        const SyscallFault held(m_fixture->service().processId(), u"fsync:delay_enter=4000000"_s,
                                m_fixture->partData());
        NEED_OR_SKIP(held.isAttached(), "strace must be allowed to trace");
        m_fixture->hub.clearFaults();
        QTRY_COMPARE_WITH_TIMEOUT(m_fixture->state(job), u"publishing"_s, 60'000);

        early = remove(u"new"_s);

        QTRY_COMPARE_WITH_TIMEOUT(m_fixture->state(job), u"complete"_s, 60'000);
    }
    QCOMPARE(early.status, 409);
    QCOMPARE(early.json().value("error"_L1).toObject().value("code"_L1), u"busy"_s);
    QCOMPARE(httpGet(port(), "/v1/models/new").json().value("size"_L1).toInteger(), newer.size());
    QCOMPARE(QFileInfo(m_models->filePath(u"new.gguf"_s)).size(), newer.size());
    QCOMPARE(remove(u"new"_s).json().value("freed"_L1), QJsonValue(true));
    QVERIFY(!QFile::exists(m_models->filePath(u"new.gguf"_s)));
}

QTEST_GUILESS_MAIN(TestDeleteFaults)
#include "test_delete_faults.moc"
