#include "base/json.h"
#include "connection/model_list.h"
#include "models/models_model.h"
#include "models/models_view.h"
#include "preferences/preferences.h"
#include "scripted_server.h"
#include "widgets/elided_label.h"
#include "widgets/inline_message.h"
#include "window_probe.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;

/// The models view, driven as a user would, against a server that says what it was told to.
class TestModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsModelsAndTheirManifest();
    void keepsTheSelectionWhenTheListChanges();
    void opensTheSelectedOneByEnter();
    void filtersByWordsAndGoesOnByTheKeyboard();
    void verifiesWithProgressAndSaysSo();
    void saysWhatAVerificationFound();
    void stopsWatchingOnWish();
    void pins();
    void checksForAnUpdateAndPullsIt();
    void deletesWhatWasConfirmedOnly();
    void copiesNameAndCurlCommand();
    void importsDroppedFiles();
    void importsByPathOnAnotherComputer();
    void exportsToAFile();
    void leavesNoFileOfABrokenExport();
    void stopsAnExport();
    void explainsThatThereAreNone();
    void asksAgainWhenItIsShown();
    void isAccessible();

private:
    QAction &action(const QString &name) { return probe<QAction>(*m_view, name); }
    QTreeView &table() { return probe<QTreeView>(*m_view, u"modelsTable"_s); }
    InlineMessage &message() { return probe<InlineMessage>(*m_view, u"modelsMessage"_s); }
    QModelIndex cell(int row, int column) { return table().model()->index(row, column); }
    QString text(int row, int column) { return cell(row, column).data().toString(); }
    QString fact(const QString &name) { return probe<ElidedLabel>(*m_view, name).text(); }
    void show(const QJsonArray &models);
    void exportTo(const QString &path);
    void drop(const QMimeData &content);

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<ServerConnection> m_connection;
    std::unique_ptr<ModelsView> m_view;
};

void TestModels::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<ScriptedServer>();
    m_preferences = std::make_unique<Preferences>(m_directory->filePath(u"settings.ini"_s));
    m_connection = std::make_unique<ServerConnection>();
    m_view = std::make_unique<ModelsView>(*m_connection, *m_preferences);
    m_view->resize(1000, 700);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void TestModels::cleanup()
{
    m_view.reset();
    m_connection.reset();
    m_server.reset();
}

void TestModels::show(const QJsonArray &models)
{
    m_server->setModels(models);
    m_connection->connectTo(m_server->entry());
    QTRY_VERIFY_WITH_TIMEOUT(m_connection->models().isKnown(), 30'000);
    QTRY_COMPARE(table().model()->rowCount(), models.size());
    table().setFocus();
    table().setCurrentIndex(cell(0, 0));
}

void TestModels::showsModelsAndTheirManifest()
{
    show({ScriptedServer::model(u"tiny"_s, {{u"pinned"_s, true}, {u"update_available"_s, true}})});
    QCOMPARE(text(0, ModelsModel::Id), u"tiny"_s);
    QCOMPARE(text(0, ModelsModel::Quantization), u"Q4_K_M"_s);
    QCOMPARE(text(0, ModelsModel::Size), u"808 MB"_s);
    QCOMPARE(text(0, ModelsModel::LastUsed), u"never"_s);
    QCOMPARE(text(0, ModelsModel::Pinned), u"Pinned"_s);
    QCOMPARE(text(0, ModelsModel::Update), u"Available"_s);
    QCOMPARE(text(0, ModelsModel::State), u"Ready"_s);
    QCOMPARE(fact(u"modelRepo"_s), u"bartowski/tiny-GGUF"_s);
    QCOMPARE(fact(u"modelCommit"_s), u"11ddd982e51914813b08feda4b4081f3c6e368d8 (main)"_s);
    QCOMPARE(fact(u"modelPath"_s), u"/models/tiny-Q4_K_M.gguf"_s);
    QCOMPARE(fact(u"modelMemory"_s), u"1.2 GB of 25.8 GB: it fits"_s);
}

void TestModels::keepsTheSelectionWhenTheListChanges()
{
    show({ScriptedServer::model(u"b"_s)});
    m_server->setModels({ScriptedServer::model(u"a"_s), ScriptedServer::model(u"b"_s)});
    QTRY_COMPARE(table().model()->rowCount(), 2);
    QCOMPARE(table().currentIndex().row(), 1);
    QCOMPARE(fact(u"modelTitle"_s), u"b"_s);
    m_server->setModels({ScriptedServer::model(u"a"_s)});
    QTRY_COMPARE(table().model()->rowCount(), 1);
}

void TestModels::opensTheSelectedOneByEnter()
{
    show({ScriptedServer::model(u"tiny"_s), ScriptedServer::model(u"zbad"_s, {{u"state"_s, u"damaged"_s}})});
    QSignalSpy asked(m_view.get(), &ModelsView::promptRequested);
    QTest::keyClick(&table(), Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].toString(), u"tiny"_s);
    QTest::keyClick(&table(), Qt::Key_Down);
    QVERIFY(!action(u"askModel"_s).isEnabled());
    QTest::keyClick(&table(), Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
}

void TestModels::filtersByWordsAndGoesOnByTheKeyboard()
{
    show({ScriptedServer::model(u"apple"_s), ScriptedServer::model(u"pear"_s)});
    table().clearSelection();
    m_view->find();
    auto &field = probe<QLineEdit>(*m_view, u"modelsFilter"_s);
    QVERIFY(field.hasFocus());
    QTest::keyClicks(&field, u"PEA"_s);
    QCOMPARE(table().model()->rowCount(), 1);
    QTest::keyClick(&field, Qt::Key_Down);
    QVERIFY(table().hasFocus());
    QCOMPARE(fact(u"modelTitle"_s), u"pear"_s);
    field.setText(u"nothing like it"_s);
    QCOMPARE(probe<QLabel>(*m_view, u"emptyTitle"_s).text(), u"None found"_s);
    m_view->showModel(u"apple"_s); // leaves a filter that hides it
    QCOMPARE(fact(u"modelTitle"_s), u"apple"_s);
}

void TestModels::verifiesWithProgressAndSaysSo()
{
    show({ScriptedServer::model(u"tiny"_s)});
    m_server->api().hold("POST /v1/api/verify",
                         "{\"status\":\"verifying\",\"total\":200,\"completed\":50,\"percent\":25}\n",
                         "application/x-ndjson");
    action(u"verifyModel"_s).trigger();
    QTRY_COMPARE(text(0, ModelsModel::State), u"Being verified, 25 %"_s);
    QCOMPARE(m_server->lastBody("POST /v1/api/verify").value("model"_L1).toString(), u"tiny"_s);
    QVERIFY(probe<QWidget>(*m_view, u"modelTasks"_s).isVisible());

    m_server->api().answer("POST /v1/api/verify", "{\"status\":\"ok\",\"recorded\":true}\n", 200,
                           "application/x-ndjson");
    QTest::mouseClick(&probe<QToolButton>(*m_view, u"stopTask"_s), Qt::LeftButton);
    QTRY_COMPARE(text(0, ModelsModel::State), u"Ready"_s);
    action(u"verifyModel"_s).trigger();
    QTRY_COMPARE(message().text(), u"tiny is unharmed."_s);
    QTRY_VERIFY(!probe<QWidget>(*m_view, u"modelTasks"_s).isVisible());
}

void TestModels::saysWhatAVerificationFound()
{
    show({ScriptedServer::model(u"tiny"_s)});
    m_server->api().answer("POST /v1/api/verify",
                           "{\"status\":\"error\",\"error\":\"tiny has other bytes\",\"code\":\"hash_mismatch\","
                           "\"hint\":\"pull it again\"}\n",
                           200, "application/x-ndjson");
    m_server->setModels({ScriptedServer::model(u"tiny"_s, {{u"state"_s, u"damaged"_s}})});
    action(u"verifyModel"_s).trigger();
    QTRY_COMPARE(message().text(), u"Tiny has other bytes"_s);
    QCOMPARE(probe<QLabel>(message(), u"messageRemedy"_s).text(), u"Pull it again"_s);
    QTRY_COMPARE(text(0, ModelsModel::State), u"Damaged"_s);
}

void TestModels::stopsWatchingOnWish()
{
    show({ScriptedServer::model(u"tiny"_s)});
    m_server->api().hold("POST /v1/api/verify", "{\"status\":\"verifying\"}\n", "application/x-ndjson");
    action(u"verifyModel"_s).trigger();
    QTRY_COMPARE(m_server->api().held("POST /v1/api/verify"), 1);
    QTest::mouseClick(&probe<QToolButton>(*m_view, u"stopTask"_s), Qt::LeftButton);
    QTRY_COMPARE(m_server->api().held("POST /v1/api/verify"), 0);
    QVERIFY(!message().isVisible());
}

void TestModels::pins()
{
    show({ScriptedServer::model(u"tiny"_s)});
    const QJsonObject pinned = ScriptedServer::model(u"tiny"_s, {{u"pinned"_s, true}});
    m_server->api().answer("POST /v1/api/models/tiny/pin", toJson(pinned));
    m_server->setModels({pinned});
    action(u"pinModel"_s).trigger();
    QTRY_COMPARE(m_server->requests("POST /v1/api/models/tiny/pin"), 1);
    QTRY_COMPARE(text(0, ModelsModel::Pinned), u"Pinned"_s);
    QTRY_VERIFY(action(u"pinModel"_s).isChecked());
    action(u"pinModel"_s).trigger();
    QTRY_COMPARE(m_server->requests("POST /v1/api/models/tiny/unpin"), 1);
}

void TestModels::checksForAnUpdateAndPullsIt()
{
    show({ScriptedServer::model(u"tiny"_s)});
    QVERIFY(!action(u"updateModel"_s).isEnabled());
    m_server->api().answer("POST /v1/api/models/tiny/check",
                           R"({"model":"tiny","update_available":true,"latest_commit":"22","latest_size":900000000})");
    m_server->setModels({ScriptedServer::model(u"tiny"_s, {{u"update_available"_s, true}})});
    action(u"checkModel"_s).trigger();
    QTRY_COMPARE(message().text(), u"The Hub has another version of tiny."_s);
    QTRY_VERIFY(action(u"updateModel"_s).isEnabled());

    m_server->api().hold("POST /v1/api/pull", "{\"status\":\"starting\",\"id\":\"j9\"}\n", "application/x-ndjson");
    QSignalSpy started(m_view.get(), &ModelsView::pullStarted);
    action(u"updateModel"_s).trigger();
    QTRY_COMPARE(started.size(), 1);
    QCOMPARE(started[0][0].toString(), u"j9"_s);
    const QJsonObject order = m_server->lastBody("POST /v1/api/pull");
    QCOMPARE(order.value("model"_L1).toString(), u"bartowski/tiny-GGUF"_s);
    QCOMPARE(order.value("filename"_L1).toString(), u"tiny-Q4_K_M.gguf"_s);
    QVERIFY(order.value("force"_L1).toBool());
}

void TestModels::deletesWhatWasConfirmedOnly()
{
    show({ScriptedServer::model(u"tiny"_s)});
    m_server->api().answer("DELETE /v1/api/models/tiny", R"({"status":"deleted","model":"tiny","freed":true})");
    QTest::keyClick(&table(), Qt::Key_Delete);
    auto *question = m_view->findChild<QMessageBox *>(u"deleteQuestion"_s);
    QVERIFY(question);
    QVERIFY(question->text().contains(u"tiny"_s));
    QVERIFY(question->informativeText().contains(u"808 MB"_s));
    QTest::keyClick(question, Qt::Key_Escape);
    QTRY_VERIFY(!m_view->findChild<QMessageBox *>(u"deleteQuestion"_s));
    m_view->activateWindow(); // which a window manager does
    QTRY_VERIFY(table().hasFocus());
    QCOMPARE(m_server->requests("DELETE /v1/api/models/tiny"), 0);

    QTest::keyClick(&table(), Qt::Key_Delete);
    question = m_view->findChild<QMessageBox *>(u"deleteQuestion"_s);
    QVERIFY(question);
    m_server->setModels({});
    QTest::mouseClick(&probe<QPushButton>(*question, u"confirmDelete"_s), Qt::LeftButton);
    QTRY_COMPARE(message().text(), u"tiny was deleted."_s);
    QTRY_COMPARE(table().model()->rowCount(), 0);
}

void TestModels::copiesNameAndCurlCommand()
{
    show({ScriptedServer::model(u"tiny"_s)});
    action(u"copyModelId"_s).trigger();
    QCOMPARE(QApplication::clipboard()->text(), u"tiny"_s);
    action(u"copyModelCurl"_s).trigger();
    const QString line = QApplication::clipboard()->text();
    QVERIFY(line.startsWith(QString(u"curl '"_s + m_server->api().url() + u"/v1/chat/completions'"_s)));
    QVERIFY(line.contains(u"\"model\":\"tiny\""_s));
}

void TestModels::drop(const QMimeData &content)
{
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &content, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_view.get(), &enter);
    QDropEvent event(QPointF(10, 10), Qt::CopyAction, &content, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_view.get(), &event);
}

void TestModels::importsDroppedFiles()
{
    show({});
    m_server->api().answer("POST /v1/api/import", "{\"status\":\"complete\",\"model_id\":\"mine\"}\n", 200,
                           "application/x-ndjson");
    m_server->setModels({ScriptedServer::model(u"mine"_s)});
    QMimeData content;
    content.setUrls({QUrl::fromLocalFile(u"/somewhere/mine.gguf"_s), QUrl::fromLocalFile(u"/somewhere/notes.txt"_s)});
    drop(content);
    QTRY_COMPARE(message().text(), u"mine was imported."_s);
    QCOMPARE(m_server->requests("POST /v1/api/import"), 1); // a text is no model
    QCOMPARE(m_server->lastBody("POST /v1/api/import").value("path"_L1).toString(), u"/somewhere/mine.gguf"_s);
    QTRY_COMPARE(fact(u"modelTitle"_s), u"mine"_s); // and it is selected
}

void TestModels::importsByPathOnAnotherComputer()
{
    m_server->setModels({});
    ServerEntry entry = m_server->entry();
    entry.url = QUrl(u"http://server.invalid:8080"_s);
    m_connection->connectTo(entry);
    QMimeData content;
    content.setUrls({QUrl::fromLocalFile(u"/somewhere/mine.gguf"_s)});
    drop(content);
    QVERIFY(message().text().contains(u"another computer"_s));
    action(u"importModel"_s).trigger();
    auto &dialog = probe<QInputDialog>(*m_view, u"importDialog"_s);
    QVERIFY(dialog.labelText().contains(u"on that computer"_s));
    dialog.reject();
}

void TestModels::exportTo(const QString &path)
{
    action(u"exportModel"_s).trigger();
    auto &dialog = probe<QFileDialog>(*m_view, u"exportDialog"_s);
    Q_EMIT dialog.fileSelected(path);
    dialog.close();
}

void TestModels::exportsToAFile()
{
    show({ScriptedServer::model(u"tiny"_s)});
    const QByteArray tar(3'000'000, 'x');
    m_server->api().answer("GET /v1/api/export?model=tiny", tar, 200, "application/x-tar");
    const QString path = m_directory->filePath(u"tiny.tar"_s);
    exportTo(path);
    QTRY_COMPARE_WITH_TIMEOUT(message().text(), u"tiny was exported."_s, 30'000);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), tar);
}

void TestModels::leavesNoFileOfABrokenExport()
{
    show({ScriptedServer::model(u"tiny"_s)});
    m_server->api().breakOff("GET /v1/api/export?model=tiny", QByteArray(3'000'000, 'x'), "application/x-tar");
    const QString path = m_directory->filePath(u"tiny.tar"_s);
    exportTo(path);
    QTRY_VERIFY_WITH_TIMEOUT(message().isVisible(), 30'000);
    QVERIFY(message().text() != u"tiny was exported."_s);
    QVERIFY(!QFile::exists(path));
    message().clear();
    m_server->api().answer("GET /v1/api/export?model=tiny",
                           R"({"error":{"code":"model_not_found","message":"there is no tiny","hint":"list them"}})",
                           404);
    exportTo(path);
    QTRY_COMPARE_WITH_TIMEOUT(message().text(), u"There is no tiny"_s, 30'000);
    QVERIFY(!QFile::exists(path));
}

void TestModels::stopsAnExport()
{
    show({ScriptedServer::model(u"tiny"_s)});
    m_server->api().hold("GET /v1/api/export?model=tiny", QByteArray(3'000'000, 'x'), "application/x-tar");
    const QString path = m_directory->filePath(u"tiny.tar"_s);
    exportTo(path);
    auto &label = probe<ElidedLabel>(*m_view, u"taskText"_s);
    QTRY_VERIFY_WITH_TIMEOUT(label.text().startsWith(u"Exporting tiny: 3 MB"_s), 30'000);
    QTest::mouseClick(&probe<QToolButton>(*m_view, u"stopTask"_s), Qt::LeftButton);
    QTRY_COMPARE(m_server->api().held("GET /v1/api/export?model=tiny"), 0);
    QTRY_COMPARE(QDir(m_directory->path()).entryList({u"tiny*"_s}, QDir::Files), QStringList());
}

void TestModels::explainsThatThereAreNone()
{
    show({});
    QTRY_COMPARE(probe<QLabel>(*m_view, u"emptyTitle"_s).text(), u"No models yet"_s);
    QSignalSpy browse(m_view.get(), &ModelsView::browseRequested);
    QTest::mouseClick(&probe<QPushButton>(*m_view, u"emptyAction"_s), Qt::LeftButton);
    QCOMPARE(browse.size(), 1);
}

void TestModels::asksAgainWhenItIsShown()
{
    show({ScriptedServer::model(u"tiny"_s)});
    m_view->hide();
    const auto before = m_server->requests("GET /v1/api/models");
    m_view->show();
    QTRY_VERIFY(m_server->requests("GET /v1/api/models") > before);
}

void TestModels::isAccessible()
{
    show({ScriptedServer::model(u"tiny"_s)});
    QCOMPARE(accessibilityFaults(*m_view).join(u'\n'), QString());
}

QTEST_MAIN(TestModels)
#include "test_models.moc"
