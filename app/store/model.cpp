#include "store/model.h"

#include "hub/repo_file.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

/// All names that a request may use for \a model, lower case. The id is not among them: it wins over all others.
QSet<QString> aliasesOf(const Model &model)
{
    QSet<QString> aliases{model.stem().toLower(), model.fileName().toLower(), model.manifest.file.toLower(),
                          shimmyIdOf(model.stem()), model.servingName};
    if (const auto &source = model.manifest.source) {
        aliases += source->repo.toString().toLower();
        if (const auto quantization = model.manifest.quantization())
            aliases += QString(source->repo.toString() + u':' + quantization->toString()).toLower();
    }
    return aliases;
}

QString listed(const QList<Model> &models)
{
    QStringList ids;
    for (const Model &model : models)
        ids += model.id;
    return ids.isEmpty() ? u"no model is installed; pull one first"_s : u"installed: %1"_s.arg(ids.join(u", "_s));
}

} // namespace

bool Model::isServable() const
{
    const auto path = RepoPath::parseGguf(fileName());
    return manifest.header.architecture != "clip"_L1 && (!path || isModelFile(*path));
}

QString shimmyIdOf(const QString &stem)
{
    return stem.toLower().replace(u'_', u'-').replace(u' ', u'-');
}

QString servingNameOf(const QString &relativePath)
{
    QString slug;
    for (const QChar c : relativePath.section(u'/', -1).chopped(5).toLower()) {
        const bool plain = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'.';
        slug += plain ? c : QChar(u'-');
    }
    while (slug.startsWith(u'.'))
        slug.remove(0, 1); // a hidden file is not listed
    if (slug.isEmpty() || slug.startsWith(u'-'))
        slug.prepend(u"model"_s); // not to be taken for an option
    return slug.left(150) + u'-' + sha256Of(relativePath.toUtf8()).toHex().left(8);
}

void assignIds(QList<Model> &models)
{
    std::sort(models.begin(), models.end(), [](const Model &a, const Model &b) {
        return std::tie(a.manifest.addedAt, a.manifest.file) < std::tie(b.manifest.addedAt, b.manifest.file);
    });
    QSet<QString> taken;
    for (Model &model : models) {
        for (const QString &candidate :
             {Quantization::strippedFrom(model.stem()), model.stem(), model.manifest.file.chopped(5)}) {
            model.id = candidate;
            if (!taken.contains(candidate.toLower()))
                break;
        }
        taken += model.id.toLower();
    }
}

Result<Model> findModel(const QList<Model> &models, const QString &name)
{
    const QString wanted = name.toLower();
    QList<Model> candidates;
    for (const Model &model : models) {
        if (model.id.toLower() == wanted)
            return model;
        if (aliasesOf(model).contains(wanted))
            candidates += model;
    }
    if (candidates.size() == 1)
        return candidates.first();
    if (candidates.isEmpty()) {
        return fail(ErrorKind::ModelNotFound, u"the model \"%1\" is not installed"_s.arg(name.left(200)),
                    listed(models));
    }
    QStringList ids;
    for (const Model &model : candidates)
        ids += model.id;
    return fail(ErrorKind::AmbiguousModel, u"\"%1\" may mean %2"_s.arg(name.left(200), ids.join(u" or "_s)),
                u"use one of these ids"_s);
}
