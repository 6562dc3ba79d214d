#include "connection/model_export.h"

#include "base/background.h"
#include "client/api_client.h"
#include "client/server_error.h"

namespace {

constexpr qint64 chunkBytes = 1 << 20;

int statusOf(const QNetworkReply &reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

} // namespace

ModelExport::ModelExport(ApiClient &api, const QString &model, const QString &path, QObject *parent)
    : ModelTask(parent)
    , m_server(api.server())
    , m_path(path)
    , m_file(std::make_shared<QSaveFile>(path))
    , m_reply(api.open(exportModelCall(model)))
{
    m_reply->setReadBufferSize(4 * chunkBytes);
    connect(m_reply, &QNetworkReply::readyRead, this, &ModelExport::advance);
    connect(m_reply, &QNetworkReply::finished, this, &ModelExport::advance);
    runInBackground(
        backgroundPool(), this,
        [file = m_file] { return file->open(QIODevice::WriteOnly) ? QString() : file->errorString(); },
        [this](const QString &fault) { takeOutcome(fault); });
}

ModelExport::~ModelExport()
{
    delete m_reply;
}

void ModelExport::takeOutcome(const QString &fault)
{
    if (m_state == State::Over)
        return;
    if (!fault.isEmpty())
        return end({ErrorKind::DiskFailed, tr("%1 cannot be written: %2").arg(m_path, fault), {}, false, {}});
    if (m_state == State::Committing) {
        m_state = State::Over;
        Q_EMIT finished({ModelProgress::Status::Complete, m_writtenBytes, m_writtenBytes, 100, QString(), true});
        return;
    }
    m_state = State::Receiving;
    advance();
}

void ModelExport::advance()
{
    if (m_state != State::Receiving || !m_reply)
        return; // what is being written comes back here
    const bool isRefused = statusOf(*m_reply) != 200;
    if (!isRefused && m_reply->bytesAvailable() > 0)
        return write();
    if (!m_reply->isFinished())
        return; // a refusal is read as a whole
    const QByteArray body = isRefused ? m_reply->readAll() : QByteArray();
    if (const auto error = apiError(*m_reply, body, m_server))
        return end(*error);
    commit();
}

void ModelExport::write()
{
    m_state = State::Writing;
    m_totalBytes = m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong();
    const QByteArray bytes = m_reply->read(chunkBytes);
    m_writtenBytes += bytes.size();
    const double share = m_totalBytes > 0 ? static_cast<double>(m_writtenBytes) / static_cast<double>(m_totalBytes) : 0;
    Q_EMIT progressed({ModelProgress::Status::Unknown, m_writtenBytes, m_totalBytes, 100 * share, QString(), true});
    runInBackground(
        backgroundPool(), this,
        [file = m_file, bytes] { return file->write(bytes) == bytes.size() ? QString() : file->errorString(); },
        [this](const QString &fault) { takeOutcome(fault); });
}

void ModelExport::commit()
{
    m_state = State::Committing;
    runInBackground(
        backgroundPool(), this, [file = m_file] { return file->commit() ? QString() : file->errorString(); },
        [this](const QString &fault) { takeOutcome(fault); });
}

void ModelExport::end(const Error &error)
{
    m_state = State::Over;
    if (m_reply)
        m_reply->disconnect(this);
    Q_EMIT failed(error);
}
