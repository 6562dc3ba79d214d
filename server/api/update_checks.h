#pragma once

#include "hub/hub_client.h"

#include <QHash>
#include <QObject>

#include <optional>

struct Model;
struct ModelManifest;

/// Asks the Hub whether there is something newer than what is installed, and remembers the answers. Lives on the core's
/// thread.
class UpdateChecks final : public QObject {
    Q_OBJECT

public:
    struct Outcome {
        bool isUpdateAvailable = false; ///< the revision has other bytes now
        RemoteFile latest; ///< of a model that was joined from several files without a hash; the bytes of all of them
    };
    using Checked = std::function<void(Result<Outcome>)>;

    /// \a hub must outlive it.
    explicit UpdateChecks(HubClient &hub, QObject *parent = nullptr);

    /// Asks for \a model. \a token replaces the configured one when it is not empty. Ended when \a context dies.
    /// Error: Unsupported when nobody knows where it comes from; the Hub's.
    void check(const Model &model, const Secret &token, QObject *context, Checked checked);
    /// What the last answer was, for these bytes of \a model; nothing when nobody has asked.
    std::optional<bool> isUpdateAvailable(const Model &model) const;

private:
    struct Answer {
        std::optional<Sha256> installed;
        bool isUpdateAvailable = false;
    };
    void checkShards(const ModelManifest &manifest, const Secret &token, QObject *context, const Checked &checked,
                     const Error &missing);
    void compareShards(const ModelManifest &manifest, const QList<RepoFile> &shards, const Secret &token,
                       QObject *context, const Checked &checked);
    void conclude(const ModelManifest &manifest, const Outcome &outcome, const Checked &checked);

    HubClient &m_hub;
    QHash<QString, Answer> m_answers; ///< by file
};
