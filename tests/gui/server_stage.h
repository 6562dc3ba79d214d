#pragma once

#include "connection/model_list.h"
#include "preferences/preferences.h"
#include "scripted_server.h"
#include "server/server_view.h"
#include "server_answers.h"
#include "window_probe.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

/// The view with a server that counts as the one inside this process.
struct ServerStage {
    explicit ServerStage(ServerView::Page page, bool isEmbedded = true)
        : preferences(directory.filePath(QStringLiteral("settings.ini")))
        , autostart({QStringLiteral("/bin/shimmy-manager")}, directory.filePath(QStringLiteral("autostart")))
    {
        server.api().answer("GET /v1/api/shimmy", ServerAnswers::shimmy());
        server.api().answer("GET /v1/api/limits", R"({"bytes_per_second":null})");
        preferences.setModelsFolder(directory.filePath(QStringLiteral("models")));
        view = std::make_unique<ServerView>(connection, preferences, autostart);
        view->showPage(page);
        view->resize(1000, 900);
        view->show();
        ServerEntry entry = server.entry();
        entry.isEmbedded = isEmbedded;
        connection.connectTo(entry);
        QTRY_VERIFY_WITH_TIMEOUT(connection.models().isKnown(), 30'000);
    }
    template <class T>
    T &at(const QString &name)
    {
        return probe<T>(*view, name);
    }
    QString message(const QString &name)
    {
        return at<QWidget>(name).isVisibleTo(view.get()) ? at<QWidget>(name).accessibleName() : QString();
    }
    void click(const QString &button) { QTest::mouseClick(&at<QAbstractButton>(button), Qt::LeftButton); }
    void type(const QString &field, const QString &text)
    {
        at<QLineEdit>(field).selectAll();
        QTest::keyClicks(&at<QLineEdit>(field), text);
    }
    /// The secret that is kept as \a name, waited for.
    QByteArray kept(const QString &name)
    {
        std::optional<QByteArray> secret;
        preferences.secrets().load(name, view.get(),
                                   [&](const Result<Secret> &loaded) { secret = loaded.value_or(Secret()).reveal(); });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(secret, 30'000); }();
        return secret.value_or("no answer");
    }

    /// Of the last request that began with \a line.
    QByteArray field(const QByteArray &line, const QByteArray &name)
    {
        QByteArray value;
        for (const ScriptedRequest &request : server.api().requests()) {
            if (request.line == line)
                value = request.fields.value(name);
        }
        return value;
    }

    QTemporaryDir directory;
    ScriptedServer server;
    Preferences preferences;
    Autostart autostart;
    ServerConnection connection;
    std::unique_ptr<ServerView> view;
};
