#include "api/update_checks.h"

#include "store/model.h"

using namespace Qt::StringLiterals;

UpdateChecks::UpdateChecks(HubClient &hub, QObject *parent)
    : QObject(parent)
    , m_hub(hub)
{
}

void UpdateChecks::check(const Model &model, const Secret &token, QObject *context,
                         std::function<void(Result<Outcome>)> checked)
{
    const auto &source = model.manifest.source;
    if (!source) {
        return checked(fail(ErrorKind::Unsupported, u"nobody knows which repo %1 comes from"_s.arg(model.id),
                            u"pull it from one to have it checked"_s));
    }
    m_hub.resolve(source->repo, source->revision, source->path, token, context,
                  [this, model, checked = std::move(checked)](const Result<RemoteFile> &latest) {
                      if (!latest)
                          return checked(tl::unexpected(latest.error()));
                      const ModelManifest &manifest = model.manifest;
                      // Files that git itself holds have no hash: their size and commit have to do.
                      const bool isSame = latest->sha256 && manifest.sha256
                          ? latest->sha256 == manifest.sha256
                          : latest->bytes == manifest.bytes && latest->commit == manifest.source->commit;
                      m_answers.insert(manifest.file, {manifest.sha256, !isSame});
                      checked(Outcome{!isSame, *latest});
                  });
}

std::optional<bool> UpdateChecks::isUpdateAvailable(const Model &model) const
{
    const auto answer = m_answers.constFind(model.manifest.file);
    if (answer == m_answers.cend() || answer->installed != model.manifest.sha256)
        return std::nullopt;
    return answer->isUpdateAvailable;
}
