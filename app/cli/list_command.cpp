#include "cli/list_command.h"

#include "base/byte_count.h"
#include "cli/terminal.h"
#include "client/api_client.h"

using namespace Qt::StringLiterals;

ListCommand::ListCommand(ApiClient &client, Terminal &terminal)
    : m_client(client)
    , m_terminal(terminal)
{
}

void ListCommand::start()
{
    m_client.models(this, [this](const Result<QList<InstalledModel>> &models) {
        if (!models) {
            m_terminal.complain(models.error().message, models.error().hint);
            return Q_EMIT ended(exitCodeOf(models.error()));
        }
        if (models->isEmpty())
            m_terminal.say(u"no models yet; shimmyctl pull OWNER/REPO:QUANT brings one"_s);
        else
            m_terminal.printLine(modelTable(*models).join(u'\n'));
        Q_EMIT ended(ExitCode::Success);
    });
}

QStringList modelTable(const QList<InstalledModel> &models)
{
    QList<QStringList> rows{{u"ID"_s, u"QUANT"_s, u"SIZE"_s, u"CONTEXT"_s, u"ADDED"_s, u"REPO"_s}};
    for (const InstalledModel &model : models) {
        rows += QStringList{model.id,
                            model.quantization.isEmpty() ? u"-"_s : model.quantization,
                            formatByteCount(model.bytes),
                            model.contextLength > 0 ? QString::number(model.contextLength) : u"-"_s,
                            model.addedAt.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s),
                            model.repo.isEmpty() ? u"-"_s : model.repo};
    }
    QList<qsizetype> widths(rows.first().size(), 0);
    for (const QStringList &row : std::as_const(rows)) {
        for (qsizetype column = 0; column < row.size(); ++column)
            widths[column] = qMax(widths.at(column), row.at(column).size());
    }
    QStringList lines;
    for (const QStringList &row : std::as_const(rows)) {
        QString line;
        for (qsizetype column = 0; column + 1 < row.size(); ++column)
            line += row.at(column).leftJustified(widths.at(column) + 2);
        lines += line + row.last();
    }
    return lines;
}
