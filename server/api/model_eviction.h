#pragma once

#include "store/model.h"

#include <QObject>
#include <QPointer>
#include <QSet>

#include <functional>
#include <list>

class GenerationGate;
class ModelRemover;
class ModelStore;
class ModelUsage;
class ModelVerifier;

/// Removes models to make room for others: the one that was used last longest ago first, and never one that is pinned,
/// that a generation uses or waits for, or that is being verified. Lives on the core's thread.
class ModelEviction final : public QObject {
    Q_OBJECT

public:
    /// What it asks before it removes anything. All of it must outlive it.
    struct Context {
        const ModelStore &store;
        const ModelUsage &usage;
        const GenerationGate &gate;
        const ModelVerifier &verifier;
        ModelRemover &remover;
    };
    explicit ModelEviction(const Context &context, QObject *parent = nullptr);

    /// Removes so many models that \a bytes are freed, then calls \a done; at once when all that may go have less: then
    /// none goes. The files \a spared are wanted otherwise. Those who ask meanwhile wait. Dropped when \a context dies.
    void makeRoom(qint64 bytes, const QSet<QString> &spared, QObject *context, std::function<void()> done);

private:
    struct Wish {
        qint64 bytes = 0;
        QSet<QString> spared;
        QPointer<QObject> context;
        std::function<void()> done;
    };
    /// Those that may go, the first first.
    QList<Model> candidates(const QSet<QString> &spared) const;
    void begin();
    void removeNext(QList<Model> models);
    void finish();

    const Context m_context;
    std::list<Wish> m_wishes; ///< the first one is being fulfilled
};
