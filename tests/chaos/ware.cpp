#include "ware.h"

#include "base/sha256.h"
#include "fake_hub.h"
#include "tiny_gguf.h"

#include <QFile>
#include <QRandomGenerator>

#include <algorithm>

namespace {

constexpr qint64 stepBytes = 1 << 20;
constexpr qint64 headBytes = 4096; ///< that the GGUF's own head may take

/// Fills the tensor: bytes that nobody can guess up to 192 MiB; of larger files 4 KiB of each 64 KiB, which is as
/// telling and leaves the rest sparse.
void fill(QFile &file, qint64 bytes, quint32 seed)
{
    constexpr qint64 denseBytes = 192 << 20;
    const bool dense = bytes <= denseBytes;
    const qint64 stride = dense ? stepBytes : 64 * 1024;
    QRandomGenerator random(seed);
    QByteArray block(dense ? stepBytes : 4096, Qt::Uninitialized);
    for (qint64 at = headBytes; at < bytes; at += stride) {
        random.fillRange(reinterpret_cast<quint32 *>(block.data()), block.size() / 4);
        file.seek(at);
        file.write(block.constData(), std::min<qint64>(block.size(), bytes - at));
    }
}

} // namespace

QByteArray sha256At(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return {};
    Sha256Hasher hasher;
    QByteArray block(stepBytes, Qt::Uninitialized);
    for (qint64 got = file.read(block.data(), block.size()); got != 0; got = file.read(block.data(), block.size())) {
        if (got < 0)
            return {};
        hasher.add({block.constData(), got});
    }
    return hasher.finish().toHex().toLatin1();
}

Ware::Ware(QString repo, QString file, qint64 bytes, quint32 seed, QString localPath)
    : m_repo(std::move(repo))
    , m_file(std::move(file))
    , m_bytes(bytes)
    , m_localPath(std::move(localPath))
{
    QFile local(m_localPath);
    if (!writeSparseGguf(m_localPath, bytes) || !local.open(QIODevice::ReadWrite))
        qFatal("cannot write %s", qPrintable(m_localPath));
    fill(local, bytes, seed);
    local.close();
    m_sha256 = sha256At(m_localPath);
}

void Ware::offer(FakeHub &hub) const
{
    hub.addLocalFile(m_repo, m_file, m_localPath, m_sha256);
}

bool Ware::isIn(const QString &path, qint64 begin, qint64 end) const
{
    QFile expected(m_localPath);
    QFile actual(path);
    if (end > m_bytes || !expected.open(QIODevice::ReadOnly) || !actual.open(QIODevice::ReadOnly)
        || !expected.seek(begin) || !actual.seek(begin))
        return false;
    for (qint64 at = begin; at < end; at += stepBytes) {
        const qint64 bytes = std::min(stepBytes, end - at);
        const QByteArray wanted = expected.read(bytes);
        if (wanted.size() != bytes || actual.read(bytes) != wanted)
            return false;
    }
    return true;
}
