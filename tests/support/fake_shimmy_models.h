#pragma once

#include <QJsonObject>
#include <QStringList>

/// The model that the real one always lists, and that never answers.
inline const QString ghostModel = QStringLiteral("phi3-lora");

/// What a FakeShimmy found in SHIMMY_MODEL_PATHS when it was started; it never looks again. Pure after that.
class FakeShimmyModels {
public:
    static FakeShimmyModels fromEnvironment();

    /// Sorted, with the ghost.
    QStringList ids() const;
    qsizetype discovered() const { return m_files.size(); }
    QJsonObject openAiList() const;
    /// GET /api/models: each one twice.
    QJsonObject ownList() const;
    /// POST /api/models/discover.
    QJsonObject discovery() const;

private:
    struct File {
        QString id;
        qint64 bytes;
    };
    QList<File> m_files;
};

/// The id that the real one gives to a file.
QString fakeShimmyId(const QString &fileName);
