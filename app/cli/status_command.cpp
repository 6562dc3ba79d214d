#include "cli/status_command.h"

#include "base/byte_count.h"
#include "cli/progress_line.h"
#include "cli/terminal.h"
#include "client/api_client.h"

using namespace Qt::StringLiterals;

StatusCommand::StatusCommand(ApiClient &client, Terminal &terminal)
    : m_client(client)
    , m_terminal(terminal)
{
}

void StatusCommand::start()
{
    m_client.service(this, [this](const Result<QJsonObject> &service) {
        if (!service) {
            m_terminal.complain(service.error().message, service.error().hint);
            return Q_EMIT ended(exitCodeOf(service.error()));
        }
        m_terminal.printLine(u"%1 at %2"_s.arg(service->value("manager"_L1).toString(), m_client.server().toString()));
        m_terminal.printLine(statusLines(*service).join(u'\n'));
        const bool isReady = service->value("shimmy"_L1) == "ready"_L1;
        Q_EMIT ended(isReady ? ExitCode::Success : ExitCode::Failed);
    });
}

QStringList statusLines(const QJsonObject &service)
{
    const QJsonObject download = service.value("download_status"_L1).toObject();
    const QString pulling = download.value("in_progress"_L1).toBool()
        ? QString(download.value("current_model"_L1).toString() + u' '
                  + download.value("current_filename"_L1).toString())
        : u"nothing"_s;
    return {
        u"Shimmy:    "_s + service.value("shimmy"_L1).toString(),
        u"models:    "_s + QString::number(service.value("models"_L1).toInteger()),
        u"pulling:   "_s + pulling.trimmed(),
        u"waiting:   %1 generations"_s.arg(service.value("queue_length"_L1).toInteger()),
        u"disk free: "_s + formatByteCount(service.value("disk_free_bytes"_L1).toInteger()),
        u"up for:    "_s + formatDuration(service.value("uptime_seconds"_L1).toInteger()),
    };
}
