#pragma once

#include "store/model.h"

#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <functional>
#include <memory>

class Clock;
class GenerationGate;
class ModelStore;

/// Why a request that has waited for \a model cannot be answered any more: ModelNotFound.
Error wasRemoved(const Model &model);

/// Removes models under the eyes of those who use them. Lives on the core's thread; the disk's work is done on another.
///
/// A removal goes through these steps, whatever a crash interrupts (store/model_removal.h):
/// the model leaves the list, so that nobody new asks for it, and who waits for it is told; the removal is noted
/// durably; Shimmys that do not list it take over; after its last generation the file goes.
class ModelRemover final : public QObject {
    Q_OBJECT

public:
    /// Makes Shimmy serve what the store lists now.
    using Load = std::function<void(QObject *context, std::function<void(Result<void>)> loaded)>;
    enum class Bytes { Freed, FreedLater };

    /// \a store, \a gate and \a clock must outlive it.
    ModelRemover(ModelStore &store, GenerationGate &gate, Clock &clock, Load load, QObject *parent = nullptr);
    ~ModelRemover() override;

    /// Removes \a model, which is in the store's list. \a removed is called when that will survive a crash and no
    /// Shimmy takes prompts for it any more: with the file gone, unless somebody still reads it; that one's end is not
    /// waited for. Dropped when \a context dies; the removal goes on. Error: DiskFailed, DiskFull; either the model is
    /// back, or, as the message then says, it is gone for good and its file cannot be removed yet, which is tried
    /// again.
    void remove(const Model &model, QObject *context, std::function<void(Result<Bytes>)> removed);

Q_SIGNALS:
    /// The bytes of \a model are free.
    void freed(const Model &model);

private:
    struct Removal {
        Model model;
        QPointer<QObject> context;
        std::function<void(Result<Bytes>)> removed; ///< empty once it was called
        quint64 inode = 0;
    };
    void switchAway(const std::shared_ptr<Removal> &removal);
    void awaitLastUse(const std::shared_ptr<Removal> &removal);
    void bury(const std::shared_ptr<Removal> &removal);
    static void answer(Removal &removal, const Result<Bytes> &result);

    ModelStore &m_store;
    GenerationGate &m_gate;
    Clock &m_clock;
    const Load m_load;
    QThreadPool m_disk;
};
