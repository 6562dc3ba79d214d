#pragma once

#include "chat_stream.h"
#include "connection/model_list.h"
#include "playground/playground_view.h"
#include "playground/transcript_view.h"
#include "preferences/preferences.h"
#include "scripted_server.h"
#include "window_probe.h"

#include <QAbstractButton>
#include <QLabel>
#include <QListView>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// The view, connected to a server with two models that holds its answers.
struct Playground {
    explicit Playground(const QStringList &models = {u"tiny"_s, u"large"_s})
    {
        QJsonArray all;
        for (const QString &model : models)
            all.append(ScriptedServer::model(model));
        server.setModels(all);
        server.api().hold(chatRoute, {}, "text/event-stream");
        open();
        connection.connectTo(server.entry());
    }

    /// As when the window is started anew.
    void open()
    {
        view.reset();
        preferences.setChatsFolder(directory.filePath(u"chats"_s));
        view = std::make_unique<PlaygroundView>(connection, preferences);
        view->resize(1000, 700);
        view->show();
    }

    void write(const QString &text)
    {
        QTest::keyClicks(&prompt(), text);
        QTest::keyClick(&prompt(), Qt::Key_Return);
    }
    void finish(const QString &text, const QString &reason = u"stop"_s)
    {
        server.api().push(chatRoute, chatPiece(text) + chatEnd(reason, 25, 7));
        server.api().finish(chatRoute);
    }
    bool isReady() { return connection.models().isKnown(); }
    qsizetype held() { return server.api().held(chatRoute); }
    qsizetype asked() const { return server.requests(chatRoute); }
    QPlainTextEdit &prompt() const { return probe<QPlainTextEdit>(*view, u"prompt"_s); }
    QString shown(const QString &name = u"transcript"_s) const
    {
        return probe<TranscriptView>(*view, name).toPlainText();
    }
    QString message(const QString &name = u"chatMessage"_s) const
    {
        auto &message = probe<QWidget>(*view, name);
        return message.isVisible() ? probe<QLabel>(message, u"messageText"_s).text() : QString();
    }
    QAbstractButton *messageButton(const QString &text) const
    {
        for (QAbstractButton *button : view->findChildren<QAbstractButton *>(u"messageAction"_s)) {
            if (button->isVisible() && button->text() == text)
                return button;
        }
        return nullptr;
    }
    QAction &action(const QString &name) const { return probe<QAction>(*view, name); }
    QStringList sent() const
    {
        QStringList all;
        for (const auto &each : server.lastBody(chatRoute).value("messages"_L1).toArray())
            all += each.toObject().value("content"_L1).toString();
        return all;
    }
    QAbstractItemModel &chats() const { return *probe<QListView>(*view, u"chatList"_s).model(); }

    QTemporaryDir directory;
    ScriptedServer server;
    ServerConnection connection;
    Preferences preferences{directory.filePath(u"settings.ini"_s)};
    std::unique_ptr<PlaygroundView> view;
};
