#pragma once

#include "base/error.h"
#include "client/model_details.h"

#include <QObject>

class ModelTask;
class ServerConnection;
class TaskStrip;

/// Verifications, imports and exports: begins them, shows them in a strip, and says how they ended.
class ModelTasks final : public QObject {
    Q_OBJECT

public:
    /// Both must outlive it.
    ModelTasks(ServerConnection &connection, TaskStrip &strip, QObject *parent);

    void verify(const ModelDetails &model);
    /// \a path is on the server.
    void import(const QString &path);
    /// \a path is on this computer.
    void exportTo(const ModelDetails &model, const QString &path);

Q_SIGNALS:
    /// What goes on with a model, for its row; an empty text: nothing any more.
    void activityChanged(const QString &model, const QString &text);
    void succeeded(const QString &text, const QString &more);
    void failed(const Error &error);
    void imported(const QString &model);

private:
    void tellVerified(const ModelDetails &model, const ModelProgress &last);

    ServerConnection &m_connection;
    TaskStrip &m_strip;
};
