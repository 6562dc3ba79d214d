#pragma once

#include "store/bundle.h"
#include "store/file_import.h"
#include "store/model.h"
#include "store/split_import.h"
#include "store/store_layout.h"

#include <QHash>
#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>

class Clock;
class DiskBudget;
class ModelStore;

/// Takes files of this machine into the models directory, where they are models like those that were pulled. Lives on
/// the core's thread; files are read, one at a time, on another.
class ModelImporter final : public QObject {
    Q_OBJECT

public:
    /// Makes Shimmy serve what the store lists now.
    using Load = std::function<void(QObject *context, std::function<void(Result<void>)> loaded)>;
    struct Config {
        QStringList folders; ///< from which files may come, with all below them; empty: from none
        Load load;
    };
    enum class State { Copying, Loading };
    struct Imported {
        Model model;
        ImportMode mode = ImportMode::Copy; ///< how a file came; a bundle and a split model are always copied
    };
    /// A file that has passed every check that needs no reading of all of it.
    struct Candidate {
        std::shared_ptr<ImportSource> source;
        QString name; ///< of the model's file
        qint64 bytes = 0; ///< of it
        std::optional<BundleContents> bundle; ///< the source is one
        std::shared_ptr<SplitSource> split; ///< the source is a part of it; without both it is the model's file itself
    };

    /// \a store, \a budget and \a clock must outlive it.
    ModelImporter(Config config, ModelStore &store, const DiskBudget &budget, Clock &clock, QObject *parent = nullptr);
    ~ModelImporter() override;

    /// Opens \a path, a model's file, any part of a split one, or a bundle, and looks whether it could be a model
    /// called \a name, or as the file is when that is empty; then calls \a examined. Dropped when \a context dies.
    /// Error: Forbidden, FileNotFound, InvalidArgument, NotGguf, Unsupported, Busy when there is a file of that name,
    /// DiskFailed.
    void examine(const QString &path, const QString &name, QObject *context,
                 std::function<void(Result<Candidate>)> examined);
    /// Takes it in for \a by, then calls \a imported; goes on when \a context dies, whose answer is then dropped.
    /// Error: DiskFull; as importFile(); Busy; Locked; ShimmyFailed when it is there, but no Shimmy serves it.
    void import(const Candidate &candidate, ImportMode mode, const QString &by, QObject *context,
                std::function<void(Result<Imported>)> imported);
    /// How far the import to \a name is: bytes; all of them while Shimmy loads it. Nothing: there is none.
    std::optional<std::pair<State, qint64>> progress(const QString &name) const;

Q_SIGNALS:
    /// \a model has come, for \a by.
    void modelImported(const Model &model, const QString &by);

private:
    struct Run {
        State state = State::Copying;
        FileReading reading;
    };
    /// What happens on the disk's thread: the file is taken in, and appears.
    struct Work {
        Candidate candidate;
        ImportMode mode;
        StoreLayout layout;
        QDateTime now;
        std::shared_ptr<Run> run;
    };
    struct Done {
        ModelManifest manifest;
        ImportMode mode;
    };
    static Result<Candidate> look(const QStringList &folders, const QString &path, const QString &name);
    static Result<Candidate> lookInto(ImportSource source, const QString &name);
    static Result<Candidate> lookAtParts(ImportSource source, const QStringList &folders, const QString &name);
    static Result<Done> take(const Work &work);
    static Result<Done> takeTo(const QString &staging, const Work &work);
    static Result<Done> makeFile(const QString &staging, const Work &work);
    Result<void> check(const Candidate &candidate) const;

    const Config m_config;
    ModelStore &m_store;
    const DiskBudget &m_budget;
    Clock &m_clock;
    QHash<QString, std::shared_ptr<Run>> m_runs; ///< by name
    QThreadPool m_disk;
    QThreadPool m_lookers; ///< for what must not wait for a long import
};
