#include "download/verification.h"

#include "base/logging.h"

#include <algorithm>

using namespace Qt::StringLiterals;

Verification::Verification(const TransferConfig &config, PartPlan plan, const Secret &token, PartWriter &writer,
                           QObject *parent)
    : QObject(parent)
    , m_plan(std::move(plan))
    , m_writer(writer)
    , m_transfer(config, m_plan, token, writer, nullptr)
{
    connect(&m_writer, &PartWriter::differed, this, [this](ByteRange range) {
        m_differing += range.begin;
        m_transfer.setHeld(true); // perhaps that was all: no more than what is on its way
    });
    connect(&m_transfer, &Transfer::pieceReceived, this, &Verification::handlePiece);
    connect(&m_transfer, &Transfer::finished, this, &Verification::handleEnd);
    connect(&m_transfer, &Transfer::failed, this, &Verification::giveUp);
    connect(&m_transfer, &Transfer::planBroken, this, [this] { giveUp(checkDigests(m_plan, *m_first).error()); });
}

void Verification::start(const QList<QUrl> &locations)
{
    m_locations = locations;
    hash(&Verification::judgeFirstRead);
}

void Verification::stop()
{
    m_ended = true;
    m_transfer.stop();
    m_writer.cancelHash();
}

void Verification::hash(void (Verification::*next)(const PartDigests &))
{
    m_hashing = true;
    m_writer.finishHash([guard = QPointer(this), next](const Result<PartDigests> &digests) {
        if (!guard || guard->m_ended)
            return;
        guard->m_hashing = false;
        if (!digests)
            return guard->giveUp(digests.error());
        ((*guard).*next)(*digests);
    });
}

void Verification::judgeFirstRead(const PartDigests &digests)
{
    if (checkDigests(m_plan, digests))
        return prove(digests);
    m_first = digests;
    m_writer.restartHash();
    hash(&Verification::judgeSecondRead);
}

void Verification::judgeSecondRead(const PartDigests &digests)
{
    const auto right = checkDigests(m_plan, digests);
    if (right) {
        qCWarning(logDownload).noquote() << m_plan.path.toString()
                                         << "has the right hash when it is read a second time; check the memory";
        return prove(digests);
    }
    if (digests != *m_first) {
        return giveUp({ErrorKind::DiskFailed,
                       u"%1 reads differently each time: its SHA-256 is %2, then %3"_s.arg(
                           m_plan.path.toString(), m_first->whole.toHex(), digests.whole.toHex()),
                       u"check the disk and the memory of this machine"_s,
                       false,
                       {}});
    }
    // A file that is no model is not what was asked for, however often it is fetched.
    qCWarning(logDownload).noquote() << right.error().message << "— looking for what is wrong";
    m_writer.run([](PartFile &part) { return readGgufHeader(part.descriptor(), part.plan().bytes); },
                 [guard = QPointer(this)](const Result<GgufHeader> &header) {
                     if (!guard || guard->m_ended)
                         return;
                     if (!header)
                         guard->m_notModel = header.error();
                     guard->mend();
                 });
}

void Verification::mend()
{
    QList<ByteRange> wrong;
    const QList<PartSource> sources = m_plan.sources();
    for (qsizetype i = 0; i < sources.size(); ++i) {
        if (sources[i].sha256 && *sources[i].sha256 != m_first->sources[i])
            wrong += sources[i].place();
    }
    m_writer.setOverwrite(PartWriter::Overwrite::IfDifferent);
    m_transfer.start(wrong, m_locations);
    Q_EMIT mending();
}

void Verification::handlePiece(ByteRange piece)
{
    afterWriting([this, piece] {
        const bool differs = std::any_of(m_differing.begin(), m_differing.end(), [&piece](qint64 offset) {
            return offset >= piece.begin && offset < piece.end;
        });
        if (differs && !m_hashing)
            hashMended();
    });
}

void Verification::handleEnd()
{
    afterWriting([this] {
        if (m_hashing)
            return;
        if (!m_differing.isEmpty())
            return hashMended();
        giveUp(m_notModel.value_or(checkDigests(m_plan, *m_first).error()));
    });
}

void Verification::hashMended()
{
    m_differing.clear();
    m_writer.restartHash();
    hash(&Verification::judgeMended);
}

void Verification::judgeMended(const PartDigests &digests)
{
    if (checkDigests(m_plan, digests)) {
        m_transfer.stop();
        return prove(digests);
    }
    m_first = digests;
    if (!m_transfer.isRunning())
        return handleEnd();
    m_differing.isEmpty() ? m_transfer.setHeld(false) : hashMended(); // some were written while it was hashed
}

/// Calls \a done when everything that was received has been written, and compared.
void Verification::afterWriting(std::function<void()> done)
{
    m_writer.run([](PartFile &) { return true; },
                 [guard = QPointer(this), done = std::move(done)](bool) {
                     if (guard && !guard->m_ended)
                         done();
                 });
}

void Verification::prove(const PartDigests &digests)
{
    m_hashing = true;
    m_writer.checkpoint([guard = QPointer(this), digests](const Result<void> &durable) {
        if (!guard || guard->m_ended)
            return;
        if (!durable)
            return guard->giveUp(durable.error());
        guard->m_writer.run([digests](PartFile &part) { return verifyPart(part, digests); },
                            [guard](const Result<Verified> &verified) {
                                if (!guard || guard->m_ended)
                                    return;
                                if (!verified)
                                    return guard->giveUp(verified.error());
                                guard->m_ended = true;
                                Q_EMIT guard->proven(*verified);
                            });
    });
}

void Verification::giveUp(const Error &error)
{
    if (std::exchange(m_ended, true))
        return;
    m_transfer.stop();
    Q_EMIT failed(error);
}
