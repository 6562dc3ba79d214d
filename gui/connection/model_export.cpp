#include "connection/model_export.h"

#include "base/background.h"
#include "client/api_client.h"

namespace {

constexpr qint64 chunkBytes = 1 << 20;

} // namespace

ModelExport::ModelExport(ApiClient &api, const QString &model, const QString &path, QObject *parent)
    : ModelTask(parent)
    , m_path(path)
    , m_file(std::make_shared<QSaveFile>(path))
    , m_bytes(api.bytes(exportModelCall(model)))
{
    connect(m_bytes.get(), &ApiBytes::changed, this, &ModelExport::advance);
    runInBackground(
        backgroundPool(), this,
        [file = m_file] { return file->open(QIODevice::WriteOnly) ? QString() : file->errorString(); },
        [this](const QString &fault) { takeOutcome(fault); });
}

ModelExport::~ModelExport() = default;

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
    if (m_state != State::Receiving)
        return; // what is being written comes back here
    if (const QByteArray bytes = m_bytes->read(chunkBytes); !bytes.isEmpty())
        return write(bytes);
    if (!m_bytes->isOver())
        return;
    if (const auto &error = m_bytes->error())
        return end(*error);
    commit();
}

void ModelExport::write(const QByteArray &bytes)
{
    m_state = State::Writing;
    const qint64 totalBytes = m_bytes->totalBytes();
    m_writtenBytes += bytes.size();
    const double share = totalBytes > 0 ? static_cast<double>(m_writtenBytes) / static_cast<double>(totalBytes) : 0;
    Q_EMIT progressed({ModelProgress::Status::Unknown, m_writtenBytes, totalBytes, 100 * share, QString(), true});
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
    m_bytes->disconnect(this);
    Q_EMIT failed(error);
}
