#include "store/part_hasher.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 pieceBytes = 512 * 1024; // fits in a core's cache together with what writes beside it
}

PartHasher::PartHasher(std::shared_ptr<const PartFile> part)
    : m_part(std::move(part))
    , m_sources(m_part->plan().sources())
{
    beginSources();
}

/// Starts the hash of the source that begins here, and ends those that have no (more) bytes in the part.
void PartHasher::beginSources()
{
    while (m_digests.size() < m_sources.size()) {
        const PartSource &source = m_sources[m_digests.size()];
        if (m_position < source.begin)
            return;
        if (!m_source) {
            m_source.emplace();
            if (source.headBytes > 0)
                m_source->add(m_part->head(static_cast<int>(m_digests.size())));
        }
        if (m_position < source.place().end)
            return;
        m_digests += m_source->finish();
        m_source.reset();
    }
}

void PartHasher::add(QByteArrayView bytes)
{
    if (m_part->plan().isSplit())
        m_whole.add(bytes);
    if (m_source)
        m_source->add(bytes);
    m_position += bytes.size();
}

Result<void> PartHasher::advanceTo(qint64 end)
{
    QByteArray buffer(std::clamp<qint64>(end - m_position, 0, pieceBytes), Qt::Uninitialized);
    while (m_position < end) {
        if (m_cancelled)
            return fail(ErrorKind::Cancelled, u"verifying was cancelled"_s);
        // Up to where the next source begins or the present one ends.
        qint64 until = std::min(end, m_position + buffer.size());
        if (m_digests.size() < m_sources.size()) {
            const ByteRange place = m_sources[m_digests.size()].place();
            until = std::min(until, m_source ? place.end : place.begin);
        }
        const QByteArrayView piece(buffer.constData(), until - m_position);
        const auto read = readAt(m_part->descriptor(), m_position, buffer.data(), piece.size(), m_part->dataPath());
        if (!read)
            return read;
        add(piece);
        beginSources();
    }
    return {};
}

PartDigests PartHasher::finish()
{
    const Sha256 whole = m_part->plan().isSplit() ? m_whole.finish() : m_digests.first();
    return {whole, m_digests};
}
