#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "store/store_layout.h"

#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QThreadPool>

#include <functional>

/// When each model was used last, and which are pinned: must not be removed to make room. Both are kept as files beside
/// the manifests, so that they survive restarts and replicas share them. Models are named by their place below the
/// models directory. Lives on the core's thread.
class ModelUsage final : public QObject {
    Q_OBJECT

public:
    /// Reads what is kept below \a layout. \a clock must outlive it.
    ModelUsage(StoreLayout layout, Clock &clock, QObject *parent = nullptr);
    /// Writes the last uses that were not written yet.
    ~ModelUsage() override;

    /// Nothing: never, as far as is known.
    std::optional<QDateTime> lastUsed(const QString &file) const;
    bool isPinned(const QString &file) const;

    /// \a file is used now. Written at most once a minute for each model, without waiting for the disk: a power loss
    /// forgets some seconds.
    void noteUse(const QString &file);
    /// Pins \a file, or lets it go, durably; then calls \a done. Dropped when \a context dies. Error: DiskFull,
    /// DiskFailed.
    void setPinned(const QString &file, bool pinned, QObject *context, std::function<void(Result<void>)> done);
    /// The model is no more: one that comes to its place later has a life of its own.
    void forget(const QString &file);
    /// Among replicas: sees what the others have noted.
    void refresh();

private:
    struct Use {
        QDateTime at; ///< UTC
        std::chrono::steady_clock::time_point writtenAt;
        bool isWritten = true;
    };
    struct Marks { ///< of a model; their names take a hash
        QString use;
        QString pin;
    };
    const Marks &marksOf(const QString &file) const;
    void write(const QString &mark, Use &use) const;

    const StoreLayout m_layout;
    Clock &m_clock;
    QHash<QString, Use> m_uses; ///< by the path of the mark
    QSet<QString> m_pinned; ///< paths of pins
    mutable QHash<QString, Marks> m_marks; ///< by file; of those that were asked for
    QThreadPool m_disk;
};
