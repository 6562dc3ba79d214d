#pragma once

#include "connection/model_list.h"
#include "preferences/preferences.h"
#include "scripted_server.h"
#include "window_probe.h"

#include <QAbstractButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <memory>

/// A view, a server that says what it is told to, and what a user does with the view. Who derives from it makes the
/// view.
template <class View>
struct ViewStage {
    ViewStage()
        : preferences(directory.filePath(QStringLiteral("settings.ini")))
    {
        server.api().answer("GET /v1/api/limits", R"({"bytes_per_second":null})");
    }
    void show(std::unique_ptr<View> made, QSize size)
    {
        view = std::move(made);
        view->resize(size);
        view->show();
    }
    /// \a isEmbedded: the server counts as the one inside this process.
    void connect(bool isEmbedded)
    {
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
    QAbstractItemModel &rows(const QString &table) { return *at<QTreeView>(table).model(); }
    QString message(const QString &name)
    {
        return at<QWidget>(name).isVisibleTo(view.get()) ? at<QWidget>(name).accessibleName() : QString();
    }
    void click(const QString &button) { QTest::mouseClick(&at<QAbstractButton>(button), Qt::LeftButton); }
    /// The secret that is kept as \a name, waited for.
    QByteArray kept(const QString &name)
    {
        std::optional<QByteArray> secret;
        preferences.secrets().load(name, view.get(),
                                   [&](const Result<Secret> &loaded) { secret = loaded.value_or(Secret()).reveal(); });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(secret, 30'000); }();
        return secret.value_or("no answer");
    }

    QTemporaryDir directory;
    ScriptedServer server;
    Preferences preferences;
    ServerConnection connection;
    std::unique_ptr<View> view;
};
