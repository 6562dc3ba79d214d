#pragma once

#include "store/file_hash.h"
#include "store/model_manifest.h"

#include <QHash>
#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>

class GenerationGate;
class ModelStore;
struct Model;

/// Reads installed models again to prove that they are what was published. One that is not is taken out of service, for
/// good, before anything is answered. Lives on the core's thread; files are read, one at a time, on another.
class ModelVerifier final : public QObject {
    Q_OBJECT

public:
    /// Makes Shimmy serve what the store lists now.
    using Load = std::function<void(QObject *context, std::function<void(Result<void>)> loaded)>;
    struct Proof {
        Sha256 sha256;
        bool wasRecorded = false; ///< else there was nothing to compare it with; there is now
    };

    /// \a store and \a gate must outlive it.
    ModelVerifier(ModelStore &store, GenerationGate &gate, Load load, QObject *parent = nullptr);
    ~ModelVerifier() override;

    /// Verifies \a model, then calls \a verified; goes on when \a context dies, whose answer is then dropped. Error:
    /// HashMismatch and NotGguf: it is out of service now; DiskFailed, Cancelled; Busy when it is being verified
    /// already.
    void verify(const Model &model, QObject *context, std::function<void(Result<Proof>)> verified);
    /// Bytes that were read of the model at \a file; nothing when it is not being verified.
    std::optional<qint64> position(const QString &file) const;

private:
    struct Finding {
        Sha256 sha256;
        std::optional<Error> damage;
    };
    static Result<Finding> examine(const Model &model, FileReading &reading);
    void judge(const Model &model, const Finding &finding, const std::function<void(Result<Proof>)> &judged);
    void keep(const ModelManifest &manifest, const std::function<void(Result<void>)> &kept);

    ModelStore &m_store;
    GenerationGate &m_gate;
    const Load m_load;
    QHash<QString, std::shared_ptr<FileReading>> m_readings; ///< by file
    QThreadPool m_disk;
};
