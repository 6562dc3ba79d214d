#include "base/json.h"
#include "connection/job_list.h"
#include "downloads/downloads_model.h"
#include "downloads/downloads_view.h"
#include "downloads/segments_map.h"
#include "preferences/preferences.h"
#include "scripted_server.h"
#include "widgets/empty_page.h"
#include "widgets/inline_message.h"
#include "window_probe.h"

#include <QAction>
#include <QCheckBox>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;

/// The downloads view, driven as a user would, against a server that says what it was told to.
class TestDownloads : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsJobsAndTheirProgress();
    void filtersByStateWithCounts();
    void enablesWhatTheSelectionAllows();
    void pausesAndResumesBySpace();
    void cancelsAtOnceWhatHasNothingToLose();
    void asksBeforeBytesAreLostAndKeepsThemOnWish();
    void movesTheQueueByKeys();
    void movesAgainBeforeTheFirstMoveIsAnswered();
    void showsWhyAJobFailedAndTriesAgain();
    void showsTheConnectionsOfTheSelectedJob();
    void opensTheModelOfACompleteOne();
    void showsAJobThatIsNotKnownYet();
    void tellsWhatTheServerRefuses();
    void forgetsWhatALostServerCouldNotBeAsked();
    void hidesColumnsAndKeepsThem();
    void sortsByKeyboard();
    void saysThatThereAreNone();
    void isAccessible();

private:
    QAction &action(const QString &name) { return probe<QAction>(*m_view, name); }
    QTreeView &table() { return probe<QTreeView>(*m_view, u"downloadsTable"_s); }
    QModelIndex cell(int row, int column) { return table().model()->index(row, column); }
    void show(const QJsonArray &jobs);
    void select(int row) { table().setCurrentIndex(cell(row, 1)); }
    void press(Qt::Key key, Qt::KeyboardModifiers with = {}) { QTest::keyClick(&table(), key, with); }
    static QJsonObject queued(const QString &id, int position)
    {
        return ScriptedServer::job(
            id, {{u"state"_s, u"queued"_s}, {u"position"_s, position}, {u"completed"_s, 0}, {u"filename"_s, id}});
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<ServerConnection> m_connection;
    std::unique_ptr<DownloadsView> m_view;
};

void TestDownloads::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<ScriptedServer>();
    m_preferences = std::make_unique<Preferences>(m_directory->filePath(u"settings.ini"_s));
    m_connection = std::make_unique<ServerConnection>();
    m_view = std::make_unique<DownloadsView>(*m_connection, *m_preferences);
    m_view->resize(1000, 700);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void TestDownloads::cleanup()
{
    m_view.reset();
    m_connection.reset();
    m_server.reset();
}

void TestDownloads::show(const QJsonArray &jobs)
{
    m_server->setJobs(jobs);
    m_connection->connectTo(m_server->entry());
    QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), jobs.size(), 30'000);
    table().setFocus();
}

void TestDownloads::showsJobsAndTheirProgress()
{
    show({ScriptedServer::job(u"j1"_s)});
    QCOMPARE(cell(0, 1).data().toString(), u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s);
    QCOMPARE(cell(0, 4).data().toString(), u"Downloading"_s);
    m_server->tell("progress", ScriptedServer::job(u"j1"_s, {{u"percent"_s, 50.5}}));
    QTRY_COMPARE(cell(0, 3).data().toString(), u"50.5 %"_s);
    m_server->tell("download", ScriptedServer::job(u"j2"_s, {{u"state"_s, u"queued"_s}, {u"position"_s, 1}}));
    QTRY_COMPARE(table().model()->rowCount(), 2);
}

void TestDownloads::filtersByStateWithCounts()
{
    show({ScriptedServer::job(u"j1"_s), queued(u"j2"_s, 1), queued(u"j3"_s, 2)});
    auto &groups = probe<QTabBar>(*m_view, u"jobGroups"_s);
    QCOMPARE(groups.tabText(0), u"All (3)"_s);
    QCOMPARE(groups.tabText(1), u"Active (1)"_s);
    QCOMPARE(groups.tabText(2), u"Queued (2)"_s);
    groups.setFocus();
    QTest::keyClick(&groups, Qt::Key_Right);
    QTRY_COMPARE(table().model()->rowCount(), 1);
    QTest::mouseClick(&groups, Qt::LeftButton, {}, groups.tabRect(5).center());
    QTRY_COMPARE(table().model()->rowCount(), 0);
    QVERIFY(probe<QLabel>(*m_view, u"emptyTitle"_s).isVisible());
}

void TestDownloads::enablesWhatTheSelectionAllows()
{
    show({ScriptedServer::job(u"run"_s), queued(u"wait"_s, 1),
          ScriptedServer::job(u"bad"_s, {{u"state"_s, u"failed"_s}}),
          ScriptedServer::job(u"done"_s, {{u"state"_s, u"complete"_s}, {u"model_id"_s, u"m"_s}})});
    const auto enabled = [this] {
        QStringList names;
        for (const QString &name :
             {u"resumeJobs"_s, u"pauseJobs"_s, u"retryJobs"_s, u"cancelJobs"_s, u"moveJobsUp"_s, u"askJobModel"_s}) {
            if (action(name).isEnabled())
                names += name;
        }
        return names;
    };
    table().clearSelection();
    QCOMPARE(enabled(), QStringList());
    select(0);
    QCOMPARE(enabled(), (QStringList{u"pauseJobs"_s, u"cancelJobs"_s}));
    select(1);
    QCOMPARE(enabled(), (QStringList{u"pauseJobs"_s, u"cancelJobs"_s, u"moveJobsUp"_s}));
    select(2);
    QCOMPARE(enabled(), (QStringList{u"retryJobs"_s, u"cancelJobs"_s}));
    select(3);
    QCOMPARE(enabled(), QStringList{u"askJobModel"_s});
    table().selectAll();
    QCOMPARE(enabled(), (QStringList{u"pauseJobs"_s, u"retryJobs"_s, u"cancelJobs"_s, u"moveJobsUp"_s}));
}

void TestDownloads::pausesAndResumesBySpace()
{
    const QJsonObject paused = ScriptedServer::job(u"j1"_s, {{u"state"_s, u"paused"_s}});
    show({ScriptedServer::job(u"j1"_s)});
    m_server->api().answer("POST /v1/api/downloads/j1/pause", toJson(paused));
    m_server->api().answer("POST /v1/api/downloads/j1/resume", toJson(ScriptedServer::job(u"j1"_s)));
    m_view->takeFocus();
    QVERIFY(table().selectionModel()->isSelected(cell(0, 0))); // who comes to the view need not select first
    m_server->setJobs({paused});
    press(Qt::Key_Space);
    QTRY_COMPARE(cell(0, 4).data().toString(), u"Paused"_s);
    QTRY_VERIFY(action(u"resumeJobs"_s).isEnabled());
    m_server->setJobs({ScriptedServer::job(u"j1"_s)});
    press(Qt::Key_Space);
    QTRY_COMPARE(m_server->requests("POST /v1/api/downloads/j1/resume"), 1);
    QTRY_COMPARE(cell(0, 4).data().toString(), u"Downloading"_s);
}

void TestDownloads::cancelsAtOnceWhatHasNothingToLose()
{
    show({queued(u"j1"_s, 1)});
    select(0);
    press(Qt::Key_Delete);
    QTRY_COMPARE(m_server->requests("DELETE /v1/api/downloads/j1"), 1);
}

void TestDownloads::asksBeforeBytesAreLostAndKeepsThemOnWish()
{
    show({ScriptedServer::job(u"j1"_s)});
    select(0);
    press(Qt::Key_Delete);
    auto *question = m_view->findChild<QMessageBox *>(u"cancelQuestion"_s);
    QVERIFY(question);
    QVERIFY(question->informativeText().contains(u"202 MB"_s));
    QTest::keyClick(question, Qt::Key_Escape);
    QTRY_VERIFY(!m_view->findChild<QMessageBox *>(u"cancelQuestion"_s));
    m_view->activateWindow(); // which a window manager does
    QTRY_VERIFY(table().hasFocus());
    QCOMPARE(m_server->requests("DELETE /v1/api/downloads/j1"), 0);

    press(Qt::Key_Delete);
    question = m_view->findChild<QMessageBox *>(u"cancelQuestion"_s);
    QVERIFY(question);
    probe<QCheckBox>(*question, u"keepPart"_s).setChecked(true);
    QTest::mouseClick(&probe<QPushButton>(*question, u"confirmCancel"_s), Qt::LeftButton);
    QTRY_COMPARE(m_server->requests("DELETE /v1/api/downloads/j1?keep_part=true"), 1);
}

void TestDownloads::movesTheQueueByKeys()
{
    show({queued(u"a"_s, 1), queued(u"b"_s, 2), queued(u"c"_s, 3)});
    m_server->api().answer("POST /v1/api/downloads/c/move", toJson(queued(u"c"_s, 2)));
    select(2);
    m_server->setJobs({queued(u"a"_s, 1), queued(u"c"_s, 2), queued(u"b"_s, 3)});
    press(Qt::Key_Up, Qt::ControlModifier);
    QTRY_COMPARE(m_server->lastBody("POST /v1/api/downloads/c/move").value("position"_L1).toInt(-1), 1);
    QTRY_COMPARE(cell(1, 1).data().toString(), u"c"_s);
    QCOMPARE(table().currentIndex().row(), 1); // still the same job
    QCOMPARE(cell(1, 0).data().toString(), u"2"_s);
}

void TestDownloads::movesAgainBeforeTheFirstMoveIsAnswered()
{
    show({queued(u"a"_s, 1), queued(u"b"_s, 2), queued(u"c"_s, 3)});
    m_server->api().answer("POST /v1/api/downloads/c/move", toJson(queued(u"c"_s, 2)));
    select(2);
    press(Qt::Key_Up, Qt::ControlModifier);
    press(Qt::Key_Up, Qt::ControlModifier);
    QTRY_COMPARE(m_server->requests("POST /v1/api/downloads/c/move"), 2);
    QCOMPARE(m_server->lastBody("POST /v1/api/downloads/c/move").value("position"_L1).toInt(-1), 0);
}

void TestDownloads::showsWhyAJobFailedAndTriesAgain()
{
    const QJsonObject error{
        {u"code"_s, u"disk_full"_s}, {u"message"_s, u"there is no room"_s}, {u"hint"_s, u"make room"_s}};
    show({ScriptedServer::job(u"j1"_s, {{u"state"_s, u"failed"_s}, {u"error"_s, error}})});
    select(0);
    auto &message = probe<InlineMessage>(*m_view, u"jobMessage"_s);
    QVERIFY(message.isVisible());
    QCOMPARE(message.text(), u"There is no room"_s);
    QCOMPARE(probe<QLabel>(message, u"messageRemedy"_s).text(), u"Make room"_s);
    m_server->api().answer("POST /v1/api/downloads/j1/retry", toJson(ScriptedServer::job(u"j1"_s)));
    m_server->setJobs({ScriptedServer::job(u"j1"_s)});
    QTest::mouseClick(&probe<QToolButton>(message, u"messageAction"_s), Qt::LeftButton);
    QTRY_COMPARE(m_server->requests("POST /v1/api/downloads/j1/retry"), 1);
    QTRY_VERIFY(!message.isVisible()); // it goes when the fault does
}

void TestDownloads::showsTheConnectionsOfTheSelectedJob()
{
    const QJsonObject segment{{u"begin"_s, 201'923'616},
                              {u"end"_s, 235'478'048},
                              {u"position"_s, 210'000'000},
                              {u"state"_s, u"receiving"_s},
                              {u"bytes_per_second"_s, 1'000'000}};
    const auto detailed = [&](const QJsonArray &segments) {
        return toJson(ScriptedServer::job(u"j1"_s, {{u"segments"_s, segments}, {u"attempts"_s, 3}}));
    };
    m_server->api().answer("GET /v1/api/downloads/j1", detailed({segment}));
    show({ScriptedServer::job(u"j1"_s)});
    select(0);
    auto &map = probe<SegmentsMap>(*m_view, u"segmentsMap"_s);
    QTRY_VERIFY(map.text().contains(u"Connections: 1"_s));
    // The feed makes it ask again; no clock does.
    m_server->api().answer("GET /v1/api/downloads/j1", detailed({segment, segment}));
    m_server->tell("progress", ScriptedServer::job(u"j1"_s, {{u"percent"_s, 30}}));
    QTRY_VERIFY(map.text().contains(u"Connections: 2"_s));
    QCOMPARE(probe<QLabel>(*m_view, u"segmentsText"_s).text(), map.text());
}

void TestDownloads::opensTheModelOfACompleteOne()
{
    show({ScriptedServer::job(u"j1"_s, {{u"state"_s, u"complete"_s}, {u"model_id"_s, u"llama"_s}})});
    QSignalSpy asked(m_view.get(), &DownloadsView::promptRequested);
    select(0);
    QTest::mouseClick(&probe<QPushButton>(*m_view, u"askModel"_s), Qt::LeftButton);
    action(u"askJobModel"_s).trigger();
    QCOMPARE(asked.size(), 2);
    QCOMPARE(asked[0][0].toString(), u"llama"_s);
}

void TestDownloads::showsAJobThatIsNotKnownYet()
{
    show({ScriptedServer::job(u"j1"_s)});
    auto &groups = probe<QTabBar>(*m_view, u"jobGroups"_s);
    groups.setCurrentIndex(4);
    m_view->showJob(u"j2"_s);
    m_server->tell("download", queued(u"j2"_s, 1));
    QTRY_COMPARE(table().currentIndex().row(), 1);
    QCOMPARE(groups.currentIndex(), 0);
}

void TestDownloads::tellsWhatTheServerRefuses()
{
    show({ScriptedServer::job(u"j1"_s)});
    m_server->api().answer("POST /v1/api/downloads/j1/pause",
                           R"({"error":{"code":"busy","message":"it cannot be paused now","hint":"see its state"}})",
                           409);
    select(0);
    action(u"pauseJobs"_s).trigger();
    auto &message = probe<InlineMessage>(*m_view, u"downloadsMessage"_s);
    QTRY_COMPARE(message.text(), u"It cannot be paused now"_s);
}

void TestDownloads::forgetsWhatALostServerCouldNotBeAsked()
{
    show({ScriptedServer::job(u"j1"_s)});
    m_server->api().goAway();
    select(0);
    action(u"pauseJobs"_s).trigger();
    auto &message = probe<InlineMessage>(*m_view, u"downloadsMessage"_s);
    QTRY_VERIFY(message.isVisible());

    m_server->api().comeBack();

    QTRY_VERIFY(!message.isVisible());
}

void TestDownloads::hidesColumnsAndKeepsThem()
{
    show({ScriptedServer::job(u"j1"_s)});
    QHeaderView &header = *table().header();
    Q_EMIT header.customContextMenuRequested(QPoint(5, 5));
    auto *menu = table().findChild<QMenu *>(u"columnsMenu"_s);
    QVERIFY(menu);
    QCOMPARE(menu->actions().size(), 8);
    QVERIFY(!menu->actions()[1]->isEnabled()); // the name stays
    menu->actions()[2]->trigger();
    QVERIFY(header.isSectionHidden(2));
    header.moveSection(header.visualIndex(7), 0);
    table().sortByColumn(5, Qt::DescendingOrder);

    QVariantMap state;
    m_view->saveState(state);
    DownloadsView other(*m_connection, *m_preferences);
    other.restoreState(state);
    QHeaderView &again = *probe<QTreeView>(other, u"downloadsTable"_s).header();
    QVERIFY(again.isSectionHidden(2));
    QCOMPARE(again.logicalIndex(0), 7);
    QCOMPARE(again.sortIndicatorSection(), 5);
    QCOMPARE(again.sortIndicatorOrder(), Qt::DescendingOrder);
}

void TestDownloads::sortsByKeyboard()
{
    show({ScriptedServer::job(u"j1"_s), ScriptedServer::job(u"j2"_s)});
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(10, 10),
                            table().viewport()->mapToGlobal(QPoint(10, 10)));
    QCoreApplication::sendEvent(table().viewport(), &event);
    auto *const menu = table().parentWidget()->window()->findChild<QMenu *>(u"sortMenu"_s);
    QVERIFY(menu);
    const auto choose = [menu](const QString &text) {
        Q_EMIT menu->aboutToShow();
        for (QAction *action : menu->actions()) {
            if (action->text() == text)
                return action->trigger();
        }
        QFAIL(qPrintable(text));
    };
    choose(u"Size"_s);
    QCOMPARE(table().header()->sortIndicatorSection(), int(DownloadsModel::Size));
    choose(u"&Descending"_s);
    QCOMPARE(table().header()->sortIndicatorSection(), int(DownloadsModel::Size));
    QCOMPARE(table().header()->sortIndicatorOrder(), Qt::DescendingOrder);
}

void TestDownloads::saysThatThereAreNone()
{
    show({});
    QTRY_COMPARE(probe<QLabel>(*m_view, u"emptyTitle"_s).text(), u"No downloads"_s);
}

void TestDownloads::isAccessible()
{
    show({ScriptedServer::job(u"j1"_s)});
    select(0);
    QCOMPARE(accessibilityFaults(*m_view).join(u'\n'), QString());
}

QTEST_MAIN(TestDownloads)
#include "test_downloads.moc"
