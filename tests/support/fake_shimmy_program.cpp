#include "fake_shimmy_program.h"

#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

using namespace Qt::StringLiterals;

FakeShimmyProgram::FakeShimmyProgram(const QJsonObject &faults)
{
    if (!QFile::link(QStringLiteral(FAKE_SHIMMY_PATH), path()))
        qFatal("cannot link to %s", FAKE_SHIMMY_PATH);
    tell(faults);
}

void FakeShimmyProgram::tell(const QJsonObject &faults) const
{
    QSaveFile file(m_directory.filePath(u"fake-shimmy.json"_s)); // an instance may be starting just now
    file.open(QIODevice::WriteOnly);
    file.write(QJsonDocument(faults).toJson());
    if (!file.commit())
        qFatal("cannot write %s", qPrintable(file.fileName()));
}
