#pragma once

#include "hub/hub_client.h"

#include <QHash>
#include <QObject>

#include <optional>

struct Model;

/// Asks the Hub whether there is something newer than what is installed, and remembers the answers. Lives on the core's
/// thread.
class UpdateChecks final : public QObject {
    Q_OBJECT

public:
    struct Outcome {
        bool isUpdateAvailable = false; ///< the revision has other bytes now
        RemoteFile latest;
    };

    /// \a hub must outlive it.
    explicit UpdateChecks(HubClient &hub, QObject *parent = nullptr);

    /// Asks for \a model. \a token replaces the configured one when it is not empty. Ended when \a context dies.
    /// Error: Unsupported when nobody knows where it comes from, or when it was joined from several files; the Hub's.
    void check(const Model &model, const Secret &token, QObject *context, std::function<void(Result<Outcome>)> checked);
    /// What the last answer was, for these bytes of \a model; nothing when nobody has asked.
    std::optional<bool> isUpdateAvailable(const Model &model) const;

private:
    struct Answer {
        std::optional<Sha256> installed;
        bool isUpdateAvailable = false;
    };
    HubClient &m_hub;
    QHash<QString, Answer> m_answers; ///< by file
};
