#include "fake_shimmy_faults.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

FakeShimmyFaults FakeShimmyFaults::besides(const char *startedAs)
{
    FakeShimmyFaults faults;
    QFile file(QFileInfo(QFile::decodeName(startedAs)).dir().filePath(u"fake-shimmy.json"_s));
    if (file.open(QIODevice::ReadOnly))
        faults.m_told = QJsonDocument::fromJson(file.readAll()).object();
    return faults;
}
