#pragma once

#include "base/result.h"

#include <QString>

class ModelStore;

/// How much the models directory may still take: what its disk has free, and what a quota leaves of it. The quota
/// counts all models and what downloads have allocated. Lives on the core's thread.
class DiskBudget {
public:
    /// \a quotaBytes 0: no quota. \a store must outlive it.
    DiskBudget(const ModelStore &store, qint64 quotaBytes);

    /// What may be written now. Error: DiskFailed.
    Result<qint64> availableBytes() const;
    /// What the quota leaves, negative when it is exceeded; nothing without one.
    std::optional<qint64> quotaLeftBytes() const;
    /// 0: there is none.
    qint64 quotaBytes() const { return m_quotaBytes; }
    /// Of the models, whether they are being removed or not.
    qint64 modelBytes() const;
    /// What downloads have allocated of the disk below \a parts. Blocks on the disk; any thread.
    static qint64 partBytes(const QString &parts);
    /// "3.1 GB are free in /models", or what the quota leaves, for messages.
    QString describe(qint64 availableBytes) const;

private:
    const ModelStore &m_store;
    const qint64 m_quotaBytes;
};
