#pragma once

#include "server/server_view.h"
#include "server_answers.h"
#include "view_stage.h"

#include <QLineEdit>

/// The server's view, with a server that counts as the one inside this process.
struct ServerStage : ViewStage<ServerView> {
    explicit ServerStage(ServerView::Page page, bool isEmbedded = true)
        : autostart({QStringLiteral("/bin/shimmy-manager")}, directory.filePath(QStringLiteral("autostart")))
    {
        server.api().answer("GET /v1/api/shimmy", ServerAnswers::shimmy());
        preferences.setModelsFolder(directory.filePath(QStringLiteral("models")));
        show(std::make_unique<ServerView>(connection, preferences, autostart), QSize(1000, 900));
        view->showPage(page);
        connect(isEmbedded);
    }
    void type(const QString &field, const QString &text)
    {
        at<QLineEdit>(field).selectAll();
        QTest::keyClicks(&at<QLineEdit>(field), text);
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

    Autostart autostart;
};
