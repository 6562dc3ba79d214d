#pragma once

#include "store/model.h"
#include "store/part_file.h"
#include "store/store_layout.h"

#include <QObject>
#include <QSet>

/// The verified models of one directory, and the lock that makes this process its only writer, or the lease that makes
/// it one of several.
/// Lives on the core's thread.
class ModelStore final : public QObject {
    Q_OBJECT

public:
    enum class Sharing {
        Alone, ///< no other process may use the directory
        WithReplicas, ///< others may, on this machine or another, which say so too
    };
    /// Opens \a modelsDirectory, which must exist, takes its lock, removes what an interrupted publication left, takes
    /// over the jobs that ended processes left, and reads the models. Files without a manifest are adopted when their
    /// header shows them complete.
    /// Error: Locked naming the process that holds it, DiskFailed, DiskFull.
    static Result<std::unique_ptr<ModelStore>> open(const QString &modelsDirectory, Sharing sharing = Sharing::Alone);

    const StoreLayout &layout() const { return m_layout; }
    /// This process's place among the replicas; nullptr when it is alone.
    const std::shared_ptr<Lease> &lease() const { return m_lease; }
    /// All models, the oldest first.
    const QList<Model> &models() const { return m_models; }
    /// Those that Shimmy serves.
    const QList<Model> &servable() const { return m_servable; }
    /// The servable model that \a name means. Error: ModelNotFound, AmbiguousModel.
    Result<Model> find(const QString &name) const;
    /// The model that \a name means, also one that Shimmy is not shown. Error: as find().
    Result<Model> findInstalled(const QString &name) const { return findModel(m_models, name); }
    /// The model at \a file, relative to the models directory; nothing when there is none.
    std::optional<Model> findFile(const QString &file) const;
    /// The servable model that Shimmy calls \a servingName.
    std::optional<Model> servedAs(const QString &servingName) const;
    /// The model that was pulled from \a path of \a repo; nothing when there is none, it is damaged, or its file has
    /// changed.
    std::optional<Model> installed(const RepoId &repo, const RepoPath &path) const;
    /// What is at placeFor() is an older, or a damaged, version of the same.
    bool hasPlaceOf(const RepoId &repo, const RepoPath &path) const;
    /// A model whose bytes are those with \a sha256; nothing when there is none or its file has changed.
    std::optional<Model> withContent(const Sha256 &sha256) const;

    /// Where a file of \a repo will be published, relative to the models directory: its plain name, or, when that
    /// is another model's, OWNER/REPO/path.
    QString placeFor(const RepoId &repo, const RepoPath &path) const;
    /// Takes a published model, or one of which something else is known now, into the list. Emits modelsChanged().
    Model add(const ModelManifest &manifest);
    /// Takes \a model, whose file is about to be removed, out of the list; its place stays taken. Emits
    /// modelsChanged().
    void withdraw(const Model &model);
    /// Takes one that was withdrawn, and could not be removed, into the list again. Emits modelsChanged().
    void reinstate(const Model &model);
    /// The file of one that was withdrawn is gone. Emits forgotten().
    void forget(const Model &model);
    /// Those that were withdrawn and not forgotten yet.
    const QList<Model> &withdrawn() const { return m_withdrawn; }
    /// Forgets the models whose files somebody removed or replaced by hand. Emits modelsChanged() if there were any.
    void dropMissing();
    /// Among replicas: sees what the others have published, replaced and removed. Emits changedElsewhere() if that was
    /// anything.
    void refresh();
    /// Among replicas: another one is downloading what \a plan says, or might be, because this one's lease has run out.
    bool isHeldElsewhere(const PartPlan &plan) const;
    /// Among replicas: of publications that one that is dead now had begun, makes what it should be.
    void settle() const;
    /// Shows exactly the models to Shimmy. Error: DiskFull, DiskFailed.
    Result<void> updateServingDirectory() const;

    /// Removes the part files that nobody will go on with: those without a plan that can be read, and those that
    /// have not been touched for a week; but not those whose ids are \a wanted, or on which another replica works.
    void collectParts(const QSet<QString> &wanted) const;

Q_SIGNALS:
    void forgotten();
    void modelsChanged();
    void changedElsewhere();

private:
    ModelStore(StoreLayout layout, FileDescriptor lock, std::shared_ptr<Lease> lease);
    void tidyUp() const;
    void scan();
    void relist();
    void keepKnown(QList<Model> &models) const;
    static bool isThere(const Model &model);
    bool isWithdrawn(const QString &relative) const;
    Model modelOf(const ModelManifest &manifest) const;

    StoreLayout m_layout;
    FileDescriptor m_lock;
    std::shared_ptr<Lease> m_lease;
    QList<Model> m_models;
    QList<Model> m_servable; ///< those of m_models that are
    QList<Model> m_withdrawn;
    quint64 m_lastVersion = 0; ///< of any model
    QByteArray m_manifestsSeen; ///< what changes when another replica changes a manifest
};
