#include "api/mirror_json.h"

#include <QCryptographicHash>
#include <QSet>

using namespace Qt::StringLiterals;

namespace {

/// The name git has for \a bytes, or for a folder of the name: 40 digits.
QString gitName(const QByteArray &bytes)
{
    const QByteArray blob = "blob " + QByteArray::number(bytes.size()) + '\0' + bytes;
    return QString::fromLatin1(QCryptographicHash::hash(blob, QCryptographicHash::Sha1).toHex());
}

QString pathOf(const Model &model)
{
    return model.manifest.source->path.toString();
}

QJsonObject lfsJson(const Model &model, const QString &hashName)
{
    return {{hashName, model.manifest.sha256->toHex()},
            {u"size"_s, model.manifest.bytes},
            {u"pointerSize"_s, mirrorPointer(model).size()}};
}

QString timeOf(const Model &model)
{
    return model.manifest.addedAt.toUTC().toString(u"yyyy-MM-dd'T'HH:mm:ss.zzz'Z'"_s);
}

QJsonObject ggufJson(const QList<Model> &files)
{
    for (const Model &model : files) {
        const GgufHeader &header = model.manifest.header;
        if (model.isServable() && header.parameterCount > 0) {
            return {{u"total"_s, header.parameterCount},
                    {u"architecture"_s, header.architecture},
                    {u"context_length"_s, header.contextLength}};
        }
    }
    return {};
}

/// What a mirror knows of a repo at all; nobody counts here.
QJsonObject commonJson(const MirrorRepo &repo)
{
    return {
        {u"_id"_s, gitName(repo.name().toUtf8()).left(24)},
        {u"id"_s, repo.name()},
        {u"modelId"_s, repo.name()},
        {u"author"_s, repo.name().contains(u'/') ? repo.name().section(u'/', 0, 0) : QString()},
        {u"private"_s, false},
        {u"disabled"_s, false},
        {u"gated"_s, false},
        {u"likes"_s, 0},
        {u"downloads"_s, 0},
        {u"tags"_s, QJsonArray{u"gguf"_s}},
        {u"lastModified"_s, timeOf(repo.files().last())},
        {u"createdAt"_s, timeOf(repo.files().first())},
        {u"gguf"_s, ggufJson(repo.files())},
    };
}

} // namespace

QByteArray mirrorPointer(const Model &model)
{
    return "version https://git-lfs.github.com/spec/v1\noid sha256:" + model.manifest.sha256->toHex().toLatin1()
        + "\nsize " + QByteArray::number(model.manifest.bytes) + '\n';
}

QJsonObject mirrorRepoJson(const MirrorRepo &repo, const QString &revision, bool blobs)
{
    QJsonArray siblings;
    for (const Model &model : repo.filesAt(revision)) {
        QJsonObject sibling{{u"rfilename"_s, pathOf(model)}};
        if (blobs) {
            sibling.insert(u"size"_s, model.manifest.bytes);
            sibling.insert(u"blobId"_s, gitName(mirrorPointer(model)));
            sibling.insert(u"lfs"_s, lfsJson(model, u"sha256"_s));
        }
        siblings.append(sibling);
    }
    QJsonObject json = commonJson(repo);
    json.insert(u"sha"_s, repo.commitOf(revision));
    json.insert(u"siblings"_s, siblings);
    return json;
}

QJsonObject mirrorRowJson(const MirrorRepo &repo)
{
    return commonJson(repo);
}

QJsonObject mirrorRefsJson(const MirrorRepo &repo)
{
    QJsonArray branches;
    for (const QString &name : repo.revisions()) {
        branches.append(QJsonObject{
            {u"name"_s, name}, {u"ref"_s, QString(u"refs/heads/"_s + name)}, {u"targetCommit"_s, repo.commitOf(name)}});
    }
    return {{u"branches"_s, branches}, {u"tags"_s, QJsonArray()}, {u"converts"_s, QJsonArray()}};
}

QJsonObject mirrorFileJson(const Model &model)
{
    return {{u"type"_s, u"file"_s},
            {u"oid"_s, gitName(mirrorPointer(model))},
            {u"size"_s, model.manifest.bytes},
            {u"lfs"_s, lfsJson(model, u"oid"_s)},
            {u"path"_s, pathOf(model)}};
}

QJsonArray mirrorTreeJson(const QList<Model> &files, const QString &folder, bool recursive)
{
    const QString prefix = folder.isEmpty() ? QString() : QString(folder + u'/');
    QJsonArray entries;
    QSet<QString> folders;
    for (const Model &model : files) {
        const QString path = pathOf(model);
        if (!path.startsWith(prefix))
            continue;
        for (qsizetype slash = path.indexOf(u'/', prefix.size()); slash >= 0; slash = path.indexOf(u'/', slash + 1)) {
            const QString inner = path.first(slash);
            if (!folders.contains(inner)) {
                folders += inner;
                entries.append(QJsonObject{{u"type"_s, u"directory"_s},
                                           {u"oid"_s, gitName(inner.toUtf8())},
                                           {u"size"_s, 0},
                                           {u"path"_s, inner}});
            }
            if (!recursive)
                break;
        }
        if (recursive || path.indexOf(u'/', prefix.size()) < 0)
            entries.append(mirrorFileJson(model));
    }
    return entries;
}
