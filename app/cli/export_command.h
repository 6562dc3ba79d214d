#pragma once

#include "cli/command_spec.h"

#include <QFile>
#include <QSaveFile>

class ApiBytes;

/// shimmyctl export: brings a model and its manifest here, as a tar. The file appears when it is complete.
class ExportCommand final : public Command {
    Q_OBJECT

public:
    /// \a path: empty: the name that the server gives, here; "-": the standard output.
    ExportCommand(const Session &session, QString model, QString path, bool overwrites);
    ~ExportCommand() override;
    void start() override;
    void interrupt() override { Q_EMIT ended(ExitCode::Interrupted); }

private:
    bool isOpen() const { return m_file || m_output.isOpen(); }
    Result<void> open();
    Result<void> takeBytes();
    void advance();
    void showProgress();
    void finish();
    void giveUp(const Error &error);

    const Session m_session;
    const QString m_model;
    QString m_path;
    const bool m_overwrites;
    std::unique_ptr<ApiBytes> m_bytes;
    std::unique_ptr<QSaveFile> m_file;
    QFile m_output;
    qint64 m_written = 0;
};

CommandSpec exportSpec();
