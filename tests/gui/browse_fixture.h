#pragma once

#include "browse/browse_view.h"
#include "connection/model_list.h"
#include "hub_answers.h"
#include "preferences/preferences.h"
#include "widgets/inline_message.h"
#include "window_probe.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

/// The Browse view, with a server that has found one repo.
class BrowseFixture {
public:
    static constexpr auto pullLine = "POST /v1/api/pull";

    BrowseFixture()
        : preferences(m_directory.filePath(QStringLiteral("settings.ini")))
        , view(connection, preferences)
    {
        view.resize(950, 650);
        answerSearch(server, searchLine({}), {foundRepo(QStringLiteral("bartowski/Llama-3.2-1B-Instruct-GGUF"))});
    }

    void show()
    {
        view.show();
        view.activateWindow();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        connection.connectTo(server.entry());
        QTRY_VERIFY_WITH_TIMEOUT(connection.models().isKnown(), 30'000);
    }
    /// Pulls begin from now on, as job "j1".
    void beginPulls()
    {
        server.api().hold(pullLine, "{\"status\":\"starting\",\"id\":\"j1\",\"filename\":\"a.gguf\"}\n",
                          "application/x-ndjson");
    }
    void openUsualRepo()
    {
        answerUsualRepo(server);
        show();
        QTRY_COMPARE_WITH_TIMEOUT(list().model()->rowCount(), 1, 30'000);
        QTest::mouseClick(list().viewport(), Qt::LeftButton, {},
                          list().visualRect(list().model()->index(0, 0)).center());
        QTRY_COMPARE_WITH_TIMEOUT(files().model()->rowCount(), 4, 30'000);
    }

    QListView &list() { return probe<QListView>(view, QStringLiteral("searchResults")); }
    QTreeView &files() { return probe<QTreeView>(view, QStringLiteral("repoFiles")); }
    QLineEdit &field() { return probe<QLineEdit>(view, QStringLiteral("searchField")); }
    InlineMessage &repoMessage() { return probe<InlineMessage>(view, QStringLiteral("repoMessage")); }
    QString label(const QString &name) { return probe<QLabel>(view, name).text(); }
    QAction &action(const QString &name) { return *view.findChild<QAction *>(name); }
    /// The name of the file that is selected; empty when none is.
    QString chosenFile()
    {
        const QModelIndexList rows = files().selectionModel()->selectedRows(5);
        return rows.isEmpty() ? QString() : rows.first().data().toString();
    }

private:
    QTemporaryDir m_directory;

public:
    ScriptedServer server;
    ServerConnection connection;
    Preferences preferences;
    BrowseView view;
};
