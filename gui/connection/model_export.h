#pragma once

#include "connection/model_task.h"

#include <QSaveFile>

#include <memory>

class ApiBytes;
class ApiClient;

/// Brings a model and its manifest here, as a tar. The file appears when it is complete; deleting this before leaves
/// nothing. Disk work runs on another thread, and no more is read from the server than the disk takes.
class ModelExport final : public ModelTask {
    Q_OBJECT

public:
    /// \a path is on this computer; what is there is replaced.
    ModelExport(ApiClient &api, const QString &model, const QString &path, QObject *parent);
    ~ModelExport() override;

private:
    enum class State { Opening, Receiving, Writing, Committing, Over };

    void advance();
    void takeOutcome(const QString &fault);
    void write(const QByteArray &bytes);
    void commit();
    void end(const Error &error);

    const QString m_path;
    const std::shared_ptr<QSaveFile> m_file; ///< used on the disk's thread only
    const std::unique_ptr<ApiBytes> m_bytes;
    State m_state = State::Opening;
    qint64 m_writtenBytes = 0;
};
