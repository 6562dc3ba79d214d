#pragma once

#include "api/router.h"

#include <QObject>

class Download;
class DownloadQueue;
class ModelImporter;
struct Model;

/// Writes to the log, under "audit", who has changed what: each order when it was answered, and each model that came of
/// a pull or an import with its origin and hash. Lives on the core's thread.
class Audit final : public QObject {
    Q_OBJECT

public:
    /// Both must outlive it.
    Audit(DownloadQueue &downloads, ModelImporter &importer, QObject *parent = nullptr);

private:
    void handleJob(Download *download);
};

/// Writes down that \a deed ("pulled", "deleted") was done to \a model for \a by, with its origin and hash.
void auditModel(const QString &deed, const Model &model, const QString &by);

/// Has \a request, which changes something, written down when it is over.
void auditWhenEnded(const RoutedRequest &request);

/// Who asks, for the log and for records: "alice (10.0.0.7)", or the address alone without a key.
QString callerOf(const Exchange &exchange);
