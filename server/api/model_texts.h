#pragma once

#include <QByteArray>
#include <QHash>

class ModelStore;
struct Model;

/// What the lists of models say of each that does not change while the model does not, as JSON: there may be ten
/// thousand of them in an answer. Lives on the core's thread.
class ModelTexts {
public:
    struct Text {
        QByteArray openAi; ///< an object, as /v1/models shows it
        QByteArray installed; ///< members of an object of /v1/api/models
        bool isServable = false;
    };

    /// \a store must outlive it.
    explicit ModelTexts(const ModelStore &store)
        : m_store(store)
    {
    }

    /// Of \a model, which is one of the store's. Good until the next call.
    const Text &of(const Model &model);
    /// What this machine has for a model, in bytes; it is said of each.
    void setMemory(qint64 bytes);

private:
    const ModelStore &m_store;
    qint64 m_memoryBytes = 0;
    QHash<quint64, Text> m_texts; ///< by the model's version
};
