// fake-hub --root DIR: offers every DIR/OWNER/REPO/** as a repo of a Hub stand-in, for demos and outside clients.
#include "base/sha256.h"
#include "fake_hub.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 gitFileBytes = 1 << 20; // the real Hub holds larger files outside of git

QByteArray hashOf(const QString &path)
{
    QFile file(path);
    Sha256Hasher hasher;
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    for (QByteArray piece = file.read(1 << 20); !piece.isEmpty(); piece = file.read(1 << 20))
        hasher.add(piece);
    return hasher.finish().toHex().toLatin1();
}

/// hub.json in a repo's folder says who may see it: {"access": "private"|"gated-auto"|"gated-manual"|"disabled",
/// "moved_to": …}.
void readAccess(FakeHub &hub, const QString &repo, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    const QString access = json.value("access"_L1).toString();
    if (access == "private"_L1)
        hub.setAccess(repo, HubAccess::Private);
    else if (access == "gated-auto"_L1)
        hub.setAccess(repo, HubAccess::GatedAuto);
    else if (access == "gated-manual"_L1)
        hub.setAccess(repo, HubAccess::GatedManual);
    else if (access == "disabled"_L1)
        hub.setAccess(repo, HubAccess::Disabled);
    if (json.contains("moved_to"_L1))
        hub.moveRepo(repo, json.value("moved_to"_L1).toString());
}

void addRepos(FakeHub &hub, const QDir &root)
{
    for (const QString &owner : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        for (const QString &name : QDir(root.filePath(owner)).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            const QString repo = owner + u'/' + name;
            const QDir folder(root.filePath(repo));
            for (QDirIterator files(folder.path(), QDir::Files, QDirIterator::Subdirectories); files.hasNext();) {
                const QString path = files.next();
                const QString relative = folder.relativeFilePath(path);
                if (relative == "hub.json"_L1)
                    continue;
                QFile file(path);
                if (relative.endsWith(".gguf"_L1) || file.size() > gitFileBytes)
                    hub.addLocalFile(repo, relative, path, hashOf(path));
                else if (file.open(QIODevice::ReadOnly))
                    hub.addGitFile(repo, relative, file.readAll());
            }
            readAccess(hub, repo, folder.filePath(u"hub.json"_s));
        }
    }
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"A local stand-in for the HuggingFace Hub."_s);
    const QCommandLineOption root(u"root"_s, u"Folder with OWNER/REPO/files."_s, u"dir"_s);
    const QCommandLineOption port(u"port"_s, u"Port on 127.0.0.1 (default: any)."_s, u"port"_s, u"0"_s);
    const QCommandLineOption portFile(u"port-file"_s, u"File to write the port to."_s, u"file"_s);
    const QCommandLineOption token(u"token"_s, u"A token that may see private and gated repos."_s, u"token"_s);
    const QCommandLineOption page(u"page"_s, u"Entries a page."_s, u"count"_s, u"1000"_s);
    parser.addOptions({root, port, portFile, token, page});
    parser.addHelpOption();
    parser.process(application);
    if (!parser.isSet(root) || !QDir(parser.value(root)).exists()) {
        std::fputs("fake-hub: give --root a folder with OWNER/REPO/files\n", stderr);
        return 2;
    }
    FakeHub hub(static_cast<quint16>(parser.value(port).toUInt()));
    if (!hub.isListening()) {
        std::fputs("fake-hub: the port is taken\n", stderr);
        return 1;
    }
    hub.setPageSize(parser.value(page).toInt());
    if (parser.isSet(token))
        hub.addToken(parser.value(token).toUtf8());
    addRepos(hub, QDir(parser.value(root)));
    std::printf("%s\n", qPrintable(hub.url()));
    std::fflush(stdout);
    if (parser.isSet(portFile)) {
        QFile file(parser.value(portFile));
        if (!file.open(QIODevice::WriteOnly))
            return 1;
        file.write(hub.url().section(u':', -1).toLatin1() + '\n');
    }
    return QCoreApplication::exec();
}
