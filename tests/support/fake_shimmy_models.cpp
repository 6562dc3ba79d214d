#include "fake_shimmy_models.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

QString fakeShimmyId(const QString &fileName)
{
    return QFileInfo(fileName).completeBaseName().replace(u'_', u'-').replace(u' ', u'-').toLower();
}

FakeShimmyModels FakeShimmyModels::fromEnvironment()
{
    FakeShimmyModels models;
    for (const QString &directory : qEnvironmentVariable("SHIMMY_MODEL_PATHS").split(u';', Qt::SkipEmptyParts)) {
        const auto files = QDir(directory).entryInfoList({u"*.gguf"_s}, QDir::Files, QDir::Name);
        for (const QFileInfo &file : files) {
            const QString id = fakeShimmyId(file.fileName());
            const auto same =
                std::find_if(models.m_files.begin(), models.m_files.end(), [&](const File &f) { return f.id == id; });
            // Of two files with one id the last path wins; the ghost always does.
            if (same != models.m_files.end())
                same->bytes = file.size();
            else if (id != ghostModel)
                models.m_files += {id, file.size()};
        }
    }
    return models;
}

QStringList FakeShimmyModels::ids() const
{
    QStringList ids{ghostModel};
    for (const File &file : m_files)
        ids += file.id;
    ids.sort();
    return ids;
}

QJsonObject FakeShimmyModels::openAiList() const
{
    QJsonArray list;
    for (const QString &id : ids()) {
        list.append(QJsonObject{{u"id"_s, id},
                                {u"object"_s, u"model"_s},
                                {u"created"_s, QDateTime::currentSecsSinceEpoch()},
                                {u"owned_by"_s, u"shimmy"_s}});
    }
    return {{u"object"_s, u"list"_s}, {u"data"_s, list}};
}

QJsonObject FakeShimmyModels::ownList() const
{
    QJsonArray list;
    for (const QString &id : ids()) {
        list.append(QJsonObject{{u"name"_s, id},
                                {u"size_bytes"_s, QJsonValue()},
                                {u"model_type"_s, QJsonValue()},
                                {u"parameter_count"_s, QJsonValue()},
                                {u"source"_s, u"registered"_s}});
    }
    for (const auto &found : discovery().value("models"_L1).toArray())
        list.append(found);
    return {{u"models"_s, list}};
}

QJsonObject FakeShimmyModels::discovery() const
{
    QJsonArray list;
    for (const File &file : m_files) {
        list.append(QJsonObject{{u"model_type"_s, u"Llama"_s},
                                {u"name"_s, file.id},
                                {u"parameter_count"_s, QJsonValue()},
                                {u"size_bytes"_s, file.bytes},
                                {u"source"_s, u"discovered"_s}});
    }
    return {{u"discovered"_s, discovered()}, {u"models"_s, list}};
}
