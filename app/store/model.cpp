#include "store/model.h"

#include "hub/repo_file.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

bool isSame(QStringView a, QStringView b)
{
    return a.size() == b.size() && a.compare(b, Qt::CaseInsensitive) == 0;
}

/// Whether shimmyIdOf() \a stem is \a wanted, which is lower case.
bool isShimmyId(QStringView stem, const QString &wanted)
{
    if (stem.size() != wanted.size())
        return false;
    for (qsizetype i = 0; i < stem.size(); ++i) {
        const QChar c = stem[i] == u'_' || stem[i] == u' ' ? QChar(u'-') : stem[i].toLower();
        if (c != wanted[i])
            return false;
    }
    return true;
}

/// A request may call \a model \a wanted, which is lower case. The id is not looked at: it wins over all others.
/// Among thousands of models, so nothing is built to be compared.
bool answersTo(const Model &model, const QString &wanted)
{
    const QStringView file = model.manifest.file;
    const QStringView name = file.sliced(file.lastIndexOf(u'/') + 1);
    const QStringView stem = name.chopped(5);
    if (isSame(name, wanted) || isSame(stem, wanted) || isSame(file, wanted) || isShimmyId(stem, wanted)
        || isSame(model.servingName, wanted))
        return true;
    const auto &source = model.manifest.source;
    if (!source)
        return false;
    const QString &repo = source->repo.toString();
    if (isSame(repo, wanted))
        return true;
    if (wanted.size() <= repo.size() || wanted[repo.size()] != u':'
        || !isSame(repo, QStringView(wanted).first(repo.size())))
        return false;
    const auto quantization = model.manifest.quantization();
    return quantization && isSame(quantization->toString(), QStringView(wanted).sliced(repo.size() + 1));
}

QString listed(const QList<Model> &models)
{
    constexpr qsizetype most = 20;
    QStringList ids;
    for (const Model &model : models.first(std::min(models.size(), most)))
        ids += model.id;
    if (models.size() > most)
        ids += u"and %1 more"_s.arg(models.size() - most);
    return ids.isEmpty() ? u"no model is installed; pull one first"_s : u"installed: %1"_s.arg(ids.join(u", "_s));
}

} // namespace

bool Model::isServable() const
{
    const auto path = RepoPath::parseGguf(fileName());
    return !manifest.isDamaged && manifest.header.architecture != "clip"_L1 && (!path || isModelFile(*path));
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
        if (model.shortStem.isEmpty())
            model.shortStem = Quantization::strippedFrom(model.stem());
        QString id = model.shortStem;
        if (taken.contains(id.toLower()))
            id = model.stem();
        if (taken.contains(id.toLower()))
            id = model.manifest.file.chopped(5);
        taken += id.toLower();
        if (id == model.id)
            continue;
        model.id = id;
        model.version = 0;
    }
}

Result<Model> findModel(const QList<Model> &models, const QString &name)
{
    const QString wanted = name.toLower();
    QList<Model> candidates;
    for (const Model &model : models) {
        if (isSame(model.id, wanted))
            return model;
        if (answersTo(model, wanted))
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
