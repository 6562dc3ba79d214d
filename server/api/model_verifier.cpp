#include "api/model_verifier.h"

#include "base/background.h"
#include "base/json.h"
#include "base/logging.h"
#include "proxy/generation_gate.h"
#include "store/durable_file.h"
#include "store/model_store.h"

#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

ModelVerifier::ModelVerifier(ModelStore &store, GenerationGate &gate, Load load, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_gate(gate)
    , m_load(std::move(load))
{
    m_disk.setMaxThreadCount(1); // two that read one disk are slower together
}

ModelVerifier::~ModelVerifier()
{
    for (const auto &reading : std::as_const(m_readings))
        reading->isCancelled = true;
    m_disk.waitForDone();
}

std::optional<qint64> ModelVerifier::position(const QString &file) const
{
    const auto reading = m_readings.value(file);
    return reading ? std::optional<qint64>(reading->position) : std::nullopt;
}

void ModelVerifier::verify(const Model &model, QObject *context, std::function<void(Result<Proof>)> verified)
{
    if (m_readings.contains(model.manifest.file))
        return verified(fail(ErrorKind::Busy, u"%1 is being verified already"_s.arg(model.id), u"wait for it"_s, true));
    const auto reading = std::make_shared<FileReading>();
    m_readings.insert(model.manifest.file, reading);
    const auto answer = [this, file = model.manifest.file, guard = QPointer(context),
                         verified = std::move(verified)](const Result<Proof> &proof) {
        m_readings.remove(file);
        if (guard)
            verified(proof);
    };
    runInBackground(
        m_disk, this, [model, reading] { return examine(model, *reading); },
        [this, model, answer](const Result<Finding> &finding) {
            if (!finding)
                return answer(tl::unexpected(finding.error()));
            judge(model, *finding, answer);
        });
}

/// Compares the file with what is known of \a model.
Result<ModelVerifier::Finding> ModelVerifier::examine(const Model &model, FileReading &reading)
{
    const ModelManifest &manifest = model.manifest;
    const auto file = openFile(model.path, O_RDONLY);
    if (!file)
        return failWith(file);
    struct stat status { };
    if (::fstat(file->get(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_size != manifest.bytes) {
        return fail(ErrorKind::DiskFailed, u"%1 was replaced by hand"_s.arg(model.path),
                    u"restart the service to have the new file adopted"_s);
    }
    const auto sha256 = hashFile(file->get(), manifest.bytes, model.path, reading);
    if (!sha256)
        return failWith(sha256);
    Finding finding{*sha256, std::nullopt};
    const auto header = readGgufHeader(file->get(), manifest.bytes);
    if (manifest.sha256 && *manifest.sha256 != *sha256) {
        finding.damage = Error{
            ErrorKind::HashMismatch,
            u"%1 is damaged: its SHA-256 is %2, and was %3"_s.arg(model.id, sha256->toHex(), manifest.sha256->toHex()),
            u"pull it again, or delete it; check the disk"_s,
            false,
            {}};
    } else if (!header && header.error().kind == ErrorKind::NotGguf) {
        finding.damage = Error{ErrorKind::NotGguf,
                               u"%1 is no valid GGUF model: %2"_s.arg(model.id, header.error().hint),
                               u"delete it"_s,
                               false,
                               {}};
    } else if (!header) {
        return failWith(header);
    }
    return finding;
}

void ModelVerifier::judge(const Model &model, const Finding &finding, const std::function<void(Result<Proof>)> &judged)
{
    const auto now = m_store.findFile(model.manifest.file);
    if (!now || now->manifest.toJson() != model.manifest.toJson()) {
        return judged(
            fail(ErrorKind::ModelNotFound, u"%1 was removed or replaced meanwhile"_s.arg(model.id), u"ask again"_s));
    }
    ModelManifest manifest = model.manifest;
    const bool wasRecorded = manifest.sha256.has_value();
    manifest.isDamaged = finding.damage.has_value();
    if (!wasRecorded && !finding.damage)
        manifest.sha256 = finding.sha256;
    if (manifest.toJson() == model.manifest.toJson()) {
        if (finding.damage)
            return judged(tl::unexpected(*finding.damage));
        return judged(Proof{finding.sha256, wasRecorded});
    }
    m_store.add(manifest);
    if (finding.damage) {
        qCCritical(logStore).noquote() << finding.damage->message;
        m_gate.refuse(model.servingName, *finding.damage);
    }
    keep(manifest, [this, model, finding, wasRecorded, judged](const Result<void> &kept) {
        if (!kept)
            qCWarning(logStore).noquote() << kept.error().message;
        const auto answer = [finding, wasRecorded, judged](const Result<void> &) {
            judged(finding.damage ? Result<Proof>(tl::unexpected(*finding.damage))
                                  : Proof{finding.sha256, wasRecorded});
        };
        if (finding.damage.has_value() == model.manifest.isDamaged)
            return answer({});
        m_load(this, answer); // without it, or with it again
    });
}

void ModelVerifier::keep(const ModelManifest &manifest, const std::function<void(Result<void>)> &kept)
{
    runInBackground(
        m_disk, this,
        [path = m_store.layout().manifestOf(manifest.file), json = toJson(manifest.toJson())] {
            return writeDurably(path, json);
        },
        kept);
}
