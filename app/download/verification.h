#pragma once

#include "download/transfer.h"
#include "store/publisher.h"

/// Proves a part whose bytes are all there, and mends it if it can. Lives on the core's thread.
///
/// The hash is mostly known already, because it was taken while the bytes came. When it is not the Hub's, the file is
/// read a second time: a right hash now means that memory lied the first time, and another wrong one that memory or
/// disk cannot be trusted. When both reads agree, the network delivered something wrong: piece by piece is fetched
/// again and compared, and as soon as one differs and the file then has the right hash, that is the end of it. After
/// everything was fetched a second time there is no more to try.
class Verification final : public QObject {
    Q_OBJECT

public:
    /// \a writer holds the part for \a plan.
    Verification(const TransferConfig &config, PartPlan plan, const Secret &token, PartWriter &writer, QObject *parent);

    /// Once. \a locations as in Transfer::start().
    void start(const QList<QUrl> &locations);
    /// Ends what runs; no signal follows.
    void stop();
    bool isMending() const { return m_transfer.isRunning(); }
    const Transfer &transfer() const { return m_transfer; }

Q_SIGNALS:
    void proven(const Verified &verified);
    /// The bytes are wrong and are fetched a second time.
    void mending();
    /// HashMismatch with both hashes, NotGguf, DiskFailed, or what ends a transfer.
    void failed(const Error &error);

private:
    void hash(void (Verification::*next)(const PartDigests &));
    void judgeFirstRead(const PartDigests &digests);
    void judgeSecondRead(const PartDigests &digests);
    void mend();
    void handlePiece(ByteRange piece);
    void handleEnd();
    void hashMended();
    void judgeMended(const PartDigests &digests);
    void afterWriting(std::function<void()> done);
    void prove(const PartDigests &digests);
    void giveUp(const Error &error);

    const PartPlan m_plan;
    PartWriter &m_writer;
    Transfer m_transfer;
    QList<QUrl> m_locations;
    std::optional<PartDigests> m_first;
    std::optional<Error> m_notModel; ///< what arrived first was none
    QList<qint64> m_differing; ///< offsets of what was written anew since the last hash
    bool m_hashing = false;
    bool m_ended = false;
};
