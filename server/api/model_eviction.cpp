#include "api/model_eviction.h"

#include "api/model_remover.h"
#include "api/model_verifier.h"
#include "base/byte_count.h"
#include "base/logging.h"
#include "proxy/generation_gate.h"
#include "store/model_store.h"
#include "store/model_usage.h"

#include <algorithm>

ModelEviction::ModelEviction(const Context &context, QObject *parent)
    : QObject(parent)
    , m_context(context)
{
}

QList<Model> ModelEviction::candidates(const QSet<QString> &spared) const
{
    QList<Model> models;
    for (const Model &model : m_context.store.models()) {
        const QString &file = model.manifest.file;
        if (!spared.contains(file) && !m_context.usage.isPinned(file) && !m_context.gate.isWanted(model.servingName)
            && !m_context.verifier.position(file))
            models += model;
    }
    const auto lastWanted = [this](const Model &model) {
        return m_context.usage.lastUsed(model.manifest.file).value_or(model.manifest.addedAt);
    };
    std::stable_sort(models.begin(), models.end(),
                     [&lastWanted](const Model &a, const Model &b) { return lastWanted(a) < lastWanted(b); });
    return models;
}

void ModelEviction::makeRoom(qint64 bytes, const QSet<QString> &spared, QObject *context, std::function<void()> done)
{
    m_wishes.push_back({bytes, spared, context, std::move(done)});
    if (m_wishes.size() == 1)
        begin();
}

void ModelEviction::begin()
{
    QList<Model> chosen;
    qint64 freed = 0;
    for (const Model &model : candidates(m_wishes.front().spared)) {
        if (freed >= m_wishes.front().bytes)
            break;
        chosen += model;
        freed += model.manifest.bytes;
    }
    if (freed < m_wishes.front().bytes)
        chosen.clear();
    removeNext(chosen);
}

void ModelEviction::removeNext(QList<Model> models)
{
    if (models.isEmpty() || !m_wishes.front().context)
        return finish();
    const Model next = models.takeFirst();
    const QString &file = next.manifest.file;
    const auto known = m_context.store.findFile(file);
    const bool mayGo = known && !m_context.usage.isPinned(file) && !m_context.gate.isWanted(next.servingName);
    if (!mayGo) // while another one was removed, somebody began to use it
        return removeNext(models);
    qCInfo(logStore).noquote() << "removing" << next.path << "to make room for"
                               << formatByteCount(m_wishes.front().bytes);
    m_context.remover.remove(*known, this, [this, models, file](const Result<ModelRemover::Bytes> &removed) {
        if (!removed)
            qCWarning(logStore).noquote() << removed.error().message;
        if (!removed || *removed == ModelRemover::Bytes::Freed)
            return removeNext(models);
        // Among replicas its bytes are freed a while later.
        auto *waiting = new QObject(this);
        connect(&m_context.remover, &ModelRemover::freed, waiting, [this, models, file, waiting](const Model &freed) {
            if (freed.manifest.file != file)
                return;
            waiting->deleteLater();
            disconnect(&m_context.remover, nullptr, waiting, nullptr);
            removeNext(models);
        });
    });
}

void ModelEviction::finish()
{
    const Wish wish = m_wishes.front();
    if (wish.context)
        wish.done();
    m_wishes.pop_front();
    if (!m_wishes.empty())
        begin();
}
