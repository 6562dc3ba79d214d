#pragma once

#include "store/lease.h"
#include "store/model_manifest.h"
#include "store/store_layout.h"

#include <QSet>

// How a model is removed, so that after a crash there is all of it or nothing. All calls block; any thread.
//
//   step                                                                 after a crash here
//   1 its manifest is renamed to say which file is to go; durable        the next start goes on
//   2 its file moves to the trash, durable                               the same
//   3 that manifest is removed, durable; only now may another file take  the next start empties the trash
//     the place, because it may get the same number
//   4 the trash is emptied
//
// Between 1 and 2 the file keeps its name for the generations that still read it.

/// Step 1: the inode of the file that is to go; 0 when there is none, or one that is not the model's any more, which
/// then stays: somebody else's, or a newer version with a manifest of its own. Error: DiskFailed, DiskFull; then the
/// model is as before, also after a crash.
Result<quint64> beginRemoval(const StoreLayout &layout, const ModelManifest &manifest);

/// Steps 2 to 4 for the file \a relative with \a inode. Another file that somebody has put in its place stays.
/// Error: DiskFailed, DiskFull: the file is still there, or might be again after a power loss. The removal stays noted,
/// and may be finished by another call or at the next start.
Result<void> finishRemoval(const StoreLayout &layout, const QString &relative, quint64 inode);

/// Finishes what a crash interrupted; among replicas not what a living one does itself.
void finishRemovals(const StoreLayout &layout, const Lease *lease);

/// Which files are being removed, by whichever replica. Among replicas that is looked up at each question, else once.
class RemovalNotes {
public:
    /// \a layout must outlive it.
    explicit RemovalNotes(const StoreLayout &layout);

    /// Of the file at \a relative with \a inode.
    bool has(const QString &relative, quint64 inode) const;

private:
    const StoreLayout &m_layout;
    QSet<QString> m_files; ///< what has() is asked for, as lastManifestOf() names it
};
